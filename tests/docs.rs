//! The pages of `docs/` do what they say: their commands are run, their checklists checked, and the reference names everything there is.

use duban::diagnostic::{Code, Severity};
use duban::types::Language;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page of `docs/`.
fn page(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// An empty folder for the files of a page.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("docs")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A block between fences: the text before it, the words after the opening fence, and what it holds.
struct Block<'p> {
    before: &'p str,
    kind: &'p str,
    text: &'p str,
}

/// Every block of a page, in order.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let parts: Vec<&str> = page.split("```").collect();
    let pairs = parts.chunks_exact(2).map(|pair| {
        let (kind, text) = pair[1].split_once('\n').unwrap();
        let before = pair[0];
        Block { before, kind, text }
    });
    pairs.collect()
}

/// The name of the file that the next block holds, where the text says so.
fn saved(before: &str) -> Option<&str> {
    let line = before.trim_end().lines().last()?;
    let marks = ["ave it as `", "ave as `", "保存为 `"];
    let rest = marks.iter().find_map(|mark| line.rsplit_once(mark))?.1;
    Some(rest.split_once('`')?.0)
}

fn duban(folder: &Path, language: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
    command.args(words).current_dir(folder);
    // `fmt --lang` translates; only there does the page say the language itself.
    if !words.contains(&"--lang") && words.first() != Some(&"fmt") {
        command.args(["--lang", language]);
    }
    command.output().unwrap()
}

/// Whether printed lines are as told; `…` alone on a line stands for any lines.
fn as_told(told: &[&str], lines: &[&str]) -> bool {
    match told.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|at| as_told(rest, &lines[at..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| line.trim_end() == *first && as_told(rest, lines)),
    }
}

/// Runs the commands of a block; each is followed by what it prints.
fn run_block(folder: &Path, language: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = (0..lines.len()).filter(|&n| lines[n].starts_with("$ "));
    let starts: Vec<usize> = starts.collect();
    let mut code = None;
    let mut commands = Vec::new();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(lines.len());
        let told = &lines[start + 1..end];
        let command = &lines[start][2..];
        if command == "echo $?" {
            assert_eq!(
                told,
                [code.take().unwrap_or_default()],
                "{}",
                lines[start - 1]
            );
            continue;
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "duban", "{command}");
        let output = duban(folder, language, &words[1..]);
        let printed = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let printed: Vec<&str> = printed.lines().collect();
        let shown = format!("{command}\n{}\n{errors}", printed.join("\n"));
        assert!(as_told(told, &printed), "{shown}");
        let exit = output.status.code().unwrap();
        assert!(
            exit == 0 || exit == 1 && lines.get(end) == Some(&"$ echo $?") || exit < 2,
            "{shown}"
        );
        code = Some(exit.to_string());
        commands.push(words[1].to_owned());
    }
    commands
}

/// Saves the files of a page and runs its commands; the commands it showed.
fn tour(name: &str, page: &str, language: &str) -> Vec<String> {
    let folder = folder(name);
    let mut commands = Vec::new();
    for block in blocks(page) {
        if block.kind == "console" {
            commands.extend(run_block(&folder, language, block.text));
        } else if let Some(file) = saved(block.before) {
            fs::write(folder.join(file), block.text).unwrap();
        }
    }
    commands
}

#[test]
fn the_tutorials_do_what_they_say() {
    for (name, language) in [("tutorial.md", "en"), ("tutorial.zh-CN.md", "zh")] {
        let commands = tour(name, &page(name), language);
        for command in [
            "init", "check", "fmt", "run", "why", "test", "explain", "pin",
        ] {
            assert!(commands.iter().any(|c| c == command), "{name}: {command}");
        }
    }
}

#[test]
fn the_pages_on_citations_do_what_they_say() {
    for (name, language) in [("citations.md", "en"), ("citations.zh-CN.md", "zh")] {
        let commands = tour(name, &page(name), language);
        for command in ["pin", "check", "coverage", "impact"] {
            assert!(commands.iter().any(|c| c == command), "{name}: {command}");
        }
        // What stands in it without a command is right too.
        let page = page(name);
        let sources = blocks(&page).into_iter().map(|block| block.text);
        let mut sources =
            sources.filter(|text| text.contains("source newer") || text.contains("newer 新方案"));
        let sources = sources.next();
        let folder = folder(&format!("{name}-sources"));
        fs::write(folder.join("sources.duban"), sources.unwrap()).unwrap();
        let output = duban(&folder, language, &["fmt", "--check", "sources.duban"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
    }
}

#[test]
fn the_tours_of_the_readmes_do_what_they_say() {
    let parts = [
        ("README.md", "## Five minutes", "en"),
        ("README.zh-CN.md", "## 五分钟上手", "zh"),
    ];
    for (name, heading, language) in parts {
        let readme = fs::read_to_string(root().join(name)).unwrap();
        let part = readme.split(heading).nth(1).unwrap();
        let part = part.split("\n## ").next().unwrap();
        assert_eq!(tour(name, part, language), ["check", "run"]);
    }
}

/// The checklist that the `duban` blocks of a page make together.
fn checklist(page: &str) -> String {
    let blocks = blocks(page).into_iter().filter(|b| b.kind == "duban");
    blocks
        .map(|block| block.text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The ids of the items of a checklist.
fn items(checklist: &str) -> Vec<&str> {
    let heads = checklist.lines().filter_map(|line| {
        let rest = line.strip_prefix("item ").or(line.strip_prefix("检查项 "));
        rest?.split_whitespace().next()
    });
    heads.collect()
}

const REFERENCES: [(&str, &str); 2] = [("reference.md", "en"), ("reference.zh-CN.md", "zh")];

/// Every page that shows checklists.
const PAGES: [&str; 10] = [
    "../README.md",
    "../README.zh-CN.md",
    "citations.md",
    "citations.zh-CN.md",
    "reference.md",
    "reference.zh-CN.md",
    "sentences.md",
    "sentences.zh-CN.md",
    "tutorial.md",
    "tutorial.zh-CN.md",
];

#[test]
fn checklists_on_the_pages_are_in_their_standard_form() {
    let folder = folder("standard-form");
    let mut seen = 0;
    for name in PAGES {
        let page = page(name);
        for block in blocks(&page).iter().filter(|block| block.kind == "duban") {
            let first = (block.text.lines()).find(|l| !l.is_empty() && !l.starts_with('#'));
            let has_head =
                first.is_some_and(|l| l.starts_with("checklist ") || l.starts_with("检查清单 "));
            let head = match (has_head, name.contains("zh-CN")) {
                (true, _) => "",
                (false, true) => "检查清单 zzz 「题」\n\n",
                (false, false) => "checklist zzz \"T\"\n\n",
            };
            fs::write(folder.join("sample.duban"), format!("{head}{}", block.text)).unwrap();
            let output = duban(&folder, "en", &["fmt", "--check", "sample.duban"]);
            let differs = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{name}\n{differs}");
            seen += 1;
        }
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn the_samples_of_the_reference_are_right_and_their_tests_pass() {
    for (name, language) in REFERENCES {
        let text = checklist(&page(name));
        let folder = folder(name);
        fs::write(folder.join("samples.duban"), &text).unwrap();
        for words in [["check", "--strict"], ["test", "--color=never"]] {
            let output = duban(&folder, language, &[words[0], words[1], "samples.duban"]);
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.success(),
                "{name} {words:?}\n{printed}{errors}"
            );
        }
    }
    let [en, zh] = REFERENCES.map(|(name, _)| checklist(&page(name)));
    assert_eq!(items(&en), items(&zh));
}

/// The words of a vocabulary: keyword and spellings, each once, in the order of the file.
fn words(vocabulary: &str) -> Vec<(String, Vec<String>)> {
    let path = root().join(format!("grammar/keywords/{vocabulary}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let mut words: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        let Some((id, spellings)) = line.split_once('\t') else {
            continue;
        };
        let spellings = spellings.split('|').map(|s| s.trim().to_owned());
        match words.iter_mut().find(|(known, _)| known == id) {
            Some((_, known)) => {
                for spelling in spellings {
                    if !known.contains(&spelling) {
                        known.push(spelling);
                    }
                }
            }
            None => words.push((id.to_owned(), spellings.collect())),
        }
    }
    words
}

/// Keywords that say the same in sentences of different order.
const PAIRS: [(&str, &str); 12] = [
    ("repeated in", "'s repeated"),
    ("differs in", "'s differing"),
    ("rounded", "'s rounding"),
    ("have the same", "being alike"),
    ("unique by", "being unique"),
    ("each of", "have + each of"),
    ("valid on", "being valid"),
    ("ranked by", "ranked on"),
    ("within", "inside"),
    ("groups under", "'s groups"),
    ("in a row", "in succession"),
    ("count of different", "different"),
];

/// The keywords under which the other vocabulary may have a word: English puts functions before their operand (`month of D`), Chinese behind it.
fn other_order(id: &str) -> Vec<String> {
    let pair = PAIRS.iter().find(|(en, zh)| *en == id || *zh == id);
    if let Some((en, zh)) = pair {
        return vec![if *en == id { *zh } else { *en }.to_owned()];
    }
    match id.strip_prefix("'s ") {
        Some(stem) => vec![
            format!("{stem} of"),
            format!("{stem} from"),
            stem.to_owned(),
        ],
        None => {
            let stem = id.strip_suffix(" of").or(id.strip_suffix(" from"));
            vec![format!("'s {}", stem.unwrap_or(id))]
        }
    }
}

/// The table of words of both vocabularies; `first` stands on the left.
fn table_of_words(first: &str, second: &str, heads: [&str; 2]) -> String {
    let (left, right) = (words(first), words(second));
    let of: [BTreeMap<&str, &Vec<String>>; 2] =
        [&left, &right].map(|side| side.iter().map(|(id, s)| (id.as_str(), s)).collect());
    let known = |side: usize, id: &str| {
        let spellings = of[side].get(id).copied();
        spellings.or_else(|| {
            other_order(id)
                .iter()
                .find_map(|id| of[side].get(id.as_str()).copied())
        })
    };
    let cell = |side: usize, id: &str| match known(side, id) {
        Some(spellings) => {
            let spellings = spellings.iter().map(|s| format!("`{s}`"));
            spellings.collect::<Vec<_>>().join(", ")
        }
        // What one vocabulary writes as one word, the other writes with several.
        None => {
            let parts = id.split(" + ").map(|part| of[side].get(part)?.first());
            let parts: Option<Vec<&String>> = parts.collect();
            let parts = parts.filter(|parts| parts.len() > 1).unwrap_or_default();
            let parts = parts.iter().map(|part| format!("`{part}`"));
            parts.collect::<Vec<_>>().join(" + ")
        }
    };
    let mut table = format!("| {} | {} |\n|---|---|\n", heads[0], heads[1]);
    let more = right.iter().filter(|(id, _)| known(0, id).is_none());
    for (id, _) in left.iter().chain(more) {
        table.push_str(&format!("| {} | {} |\n", cell(0, id), cell(1, id)));
    }
    table
}

/// The table of codes.
fn table_of_codes(language: Language, heads: [&str; 2], kinds: [&str; 2]) -> String {
    let mut table = format!("| {} | | {} |\n|---|---|---|\n", heads[0], heads[1]);
    for code in Code::ALL {
        let kind = kinds[usize::from(code.severity() == Severity::Warning)];
        table.push_str(&format!(
            "| `{}` | {kind} | {} |\n",
            code.name(),
            code.summary(language)
        ));
    }
    table
}

/// The tables of the reference are those of the catalogue and of the vocabularies. `DUBAN_WRITE_DOCS=1` writes them anew.
#[test]
fn the_reference_has_every_code_and_every_word() {
    for (name, language) in REFERENCES {
        let mut text = page(name);
        let (codes, words) = match language {
            "en" => (
                table_of_codes(Language::En, ["code", "meaning"], ["error", "warning"]),
                table_of_words("en", "zh", ["English", "Chinese"]),
            ),
            _ => (
                table_of_codes(Language::Zh, ["代码", "含义"], ["错误", "提醒"]),
                table_of_words("zh", "en", ["中文", "英文"]),
            ),
        };
        for (mark, table) in [("codes", codes), ("words", words)] {
            let (start, end) = (
                format!("<!-- {mark} -->\n"),
                format!("<!-- end of {mark} -->"),
            );
            let from = text.find(&start).unwrap() + start.len();
            let to = text.find(&end).unwrap();
            text.replace_range(from..to, &format!("\n{table}\n"));
        }
        if std::env::var_os("DUBAN_WRITE_DOCS").is_some() {
            fs::write(root().join("docs").join(name), &text).unwrap();
        }
        assert!(
            page(name) == text,
            "docs/{name}: run DUBAN_WRITE_DOCS=1 cargo test the_reference"
        );
    }
}

#[test]
fn the_reference_explains_every_declaration_type_function_reason_and_key() {
    for (name, language) in REFERENCES {
        let page = page(name);
        let body = page.split("<!-- codes -->").next().unwrap();
        let mut missing: Vec<String> = Vec::new();
        for (id, spellings) in words(language) {
            if !spellings
                .iter()
                .any(|spelling| body.contains(spelling.as_str()))
            {
                missing.push(format!("{id}: {}", spellings.join(" | ")));
            }
        }
        let source = fs::read_to_string(root().join("src/types/reason.rs")).unwrap();
        let codes = source
            .split("fn code")
            .nth(1)
            .unwrap()
            .split("fn words")
            .next()
            .unwrap();
        let codes: Vec<&str> = codes.split('"').skip(1).step_by(2).collect();
        assert!(codes.len() > 10);
        let keys = fs::read_to_string(root().join("src/audit/read.rs")).unwrap();
        let keys = keys
            .split("const KEYS")
            .nth(1)
            .unwrap()
            .split("const ENCODINGS")
            .next()
            .unwrap()
            .to_owned();
        let keys = keys.split('"').skip(1).step_by(2);
        for code in codes.into_iter().chain(keys) {
            if !body.contains(&format!("`{code}`")) {
                missing.push(code.to_owned());
            }
        }
        assert!(missing.is_empty(), "{name}: {missing:#?}");
    }
}

/// A few rows for each dataset of the page of sentences, in the order in which it declares them and their columns.
const ROWS: [&str; 12] = [
    "0001,东校,是\n0002,西校,否\n",
    "999999201009010013,李甲,2010-09-01,0001,4,小学,在读,T1\n\
     999999201203050021,雷乙,2012-03-05,0001,2,小学,辍学,T9\n\
     999999200701010035,欧丙,2007-01-01,0002,8,初中,在读,\n\
     999999200702020047,潘丁,,0002,9,初中,休学,待定\n",
    "999999201009010013,李甲,4\n999999200701010035,欧丙丙,8\n999999201401010059,伏戊,1\n",
    "999999201009010013,1000,2020-03-01,2020-03-20,本人\n\
     999999200701010035,600,2020-03-01,2020-05-20,学校\n\
     999999200701010035,650,2020-09-01,,监护人\n",
    "T1,莫七,2019-09-01,\nT2,任八,2018-09-01,2019-08-31\n",
    "999999201203050021,疾病,2020-01-01,2020-12-31,C1\n",
    "0001,目标\n0001,时限\n0002,目标\n",
    "1,999999201009010013,2020-02-01,2020-04-30,在读,春,0001\n\
     2,999999201009010013,2020-04-15,2020-06-30,休学,春,0002\n\
     3,999999200701010035,2020-09-01,,在读,秋,0001\n",
    "春季学期,2020-03-02,2020-07-10\n秋季学期,2020-09-01,2021-01-15\n",
    "0001,bureau,2020-03,2020-03-18\n0001,bureau,2020-04,2020-04-19\n0002,bureau,2020-03,2020-03-01\n",
    "A1,999999201009010013,0001,2020-04-30\nA2,999999200701010035,0002,2020-03-05\n",
    "999999201009010013,bureau,2020-05-07\n",
];

/// Header lines of the datasets that a checklist declares, in order: the first name of every column.
fn headers(checklist: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in checklist.lines() {
        if let Some(rest) = line
            .strip_prefix("dataset ")
            .or(line.strip_prefix("数据集 "))
        {
            let name = rest.split_whitespace().next().unwrap();
            headers.push((name.to_owned(), Vec::new()));
            inside = true;
        } else if line.starts_with(' ') {
            let names = line.split_once([':', '：']).map(|(names, _)| names);
            if let (true, Some(names)) = (inside, names) {
                let (_, columns) = headers.last_mut().unwrap();
                columns.extend(names.split_whitespace().next());
            }
        } else if !line.is_empty() {
            inside = false;
        }
    }
    headers
        .into_iter()
        .map(|(name, columns)| (name, columns.join(",")))
        .collect()
}

/// What comes out when the sentences of a page are run on the rows: of every item its id, kind, outcome and counts.
fn judged(name: &str, language: &str) -> Vec<String> {
    let text = checklist(&page(name));
    let folder = folder(name);
    fs::write(folder.join("sentences.duban"), &text).unwrap();
    let formatted = duban(&folder, language, &["fmt", "--check", "sentences.duban"]);
    let differs = String::from_utf8_lossy(&formatted.stdout).into_owned();
    assert!(formatted.status.success(), "{name}\n{differs}");
    let checked = duban(&folder, language, &["check", "--strict", "sentences.duban"]);
    let printed = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{name}\n{printed}");
    let settings = match language {
        "en" => "promptly: 30 days",
        _ => "及时: 30 天",
    };
    let mut audit = format!(
        "checklists: [sentences.duban]\nas_of: 2020-09-30\nsettings: {{{settings}}}\ndata:\n"
    );
    let headers = headers(&text);
    assert_eq!(headers.len(), ROWS.len(), "{name}: rows for every dataset");
    for (number, ((dataset, header), rows)) in headers.iter().zip(ROWS).enumerate() {
        let rows = match language {
            "en" => rows.to_owned(),
            _ => rows.replace("bureau", "教育局"),
        };
        fs::write(
            folder.join(format!("{number}.csv")),
            format!("{header}\n{rows}"),
        )
        .unwrap();
        audit.push_str(&format!("  {dataset}: {number}.csv\n"));
    }
    fs::write(folder.join("audit.yaml"), audit).unwrap();
    let output = duban(
        &folder,
        language,
        &["run", "audit.yaml", "--format", "json"],
    );
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = found["items"].as_array().unwrap().iter();
    let told = items.map(|item| format!("{} {} {}", item["id"], item["outcome"], item["counts"]));
    told.collect()
}

#[test]
fn the_sentences_are_run_and_come_out_the_same_in_both_languages() {
    let [en, zh] = [("sentences.md", "en"), ("sentences.zh-CN.md", "zh")]
        .map(|(name, language)| judged(name, language));
    assert!(en.len() >= 40, "{}", en.len());
    assert_eq!(en, zh);
    // What no register shows is not judged; every other sentence has somebody to judge.
    let idle = en.iter().filter(|told| told.contains("\"subjects\":0"));
    assert_eq!(idle.count(), 1, "{en:#?}");
}
