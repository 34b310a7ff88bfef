//! Drafts of documents made for this: what they look like, that they pass `check` and account for every clause, and that no document is known.

use duban::citations::Document;
use duban::draft::{Asked, Draft, draft};
use duban::types::Language;
use std::fs;
use std::path::{Path, PathBuf};

const PLAN: &str = include_str!("plan.txt");
const RULES: &str = include_str!("rules.txt");

fn of(text: &str, language: Option<Language>) -> Draft {
    let asked = Asked {
        language,
        id: "first",
    };
    draft(&Document::read(text), &asked).unwrap_or_else(|raw| panic!("not well formed:\n{raw}"))
}

/// Compares with `tests/drafts/NAME.snap`.
fn same(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => ".",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str, file: &str, text: &[u8]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("drafts-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join(file), text).unwrap();
        Self(path)
    }

    pub(super) fn duban(&self, arguments: &[&str]) -> (i32, String, String) {
        crate::support::duban(&self.0, arguments)
    }
}

#[test]
fn a_plan_in_chinese_numbering() {
    let made = of(PLAN, None);
    assert_eq!(made.language, Language::Zh);
    same("plan", &made.text);
    let days: Vec<&str> = made
        .to_settle
        .iter()
        .map(|settle| settle.day.as_str())
        .collect();
    assert_eq!(days, ["2021-04-31"]);
}

#[test]
fn the_same_plan_in_english_words() {
    let made = of(PLAN, Some(Language::En));
    assert_eq!(made.language, Language::En);
    same("plan.en", &made.text);
}

#[test]
fn rules_in_articles() {
    let made = of(RULES, None);
    assert_eq!(made.language, Language::En);
    same("rules", &made.text);
}

#[test]
fn no_document_is_known() {
    // The same plan with other nouns, headings and numbers is the same draft with them.
    let others = [
        ("水塔", "路灯"),
        ("青石", "白沙"),
        ("水务", "照明"),
        ("供水", "用电"),
        ("看管", "巡查"),
        ("摸清底数", "清点造册"),
        ("落实补助", "兑现补贴"),
        ("水泵", "灯杆"),
        ("95%", "88%"),
        ("1350", "1530"),
        ("600", "700"),
        ("18日前", "25日前"),
        ("120万元", "340万元"),
        ("1200000", "3400000"),
        ("5-15周岁", "7-12周岁"),
        ("自 5 至 15", "自 7 至 12"),
    ];
    let swap = |text: &str| {
        others.iter().fold(text.to_owned(), |text, (one, other)| {
            text.replace(one, other)
        })
    };
    let (one, other) = (of(PLAN, None).text, of(&swap(PLAN), None).text);
    let one = swap(&one).replace("18 日", "25 日").replace("18日", "25日");
    for (one, other) in one.lines().zip(other.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(one.lines().count(), other.lines().count());
}

#[test]
fn a_draft_passes_check_and_accounts_for_every_clause() {
    for (name, file, text, source, ends) in [
        ("plan", "plan.txt", PLAN, "方案", 1),
        ("rules", "rules.txt", RULES, "plan", 0),
    ] {
        for language in ["zh", "en"] {
            let folder = Folder::new(&format!("{name}-{language}"), file, text.as_bytes());
            let (code, out, said) =
                folder.duban(&["draft", file, "-o", "first.duban", "--lang", language]);
            assert_eq!((code, out.as_str()), (ends, ""), "{said}");
            let (code, _, said) = folder.duban(&["pin", source, file]);
            assert_eq!(code, 0, "{said}");
            let (code, out, said) = folder.duban(&["check", "."]);
            assert_eq!(code, 0, "{out}{said}");
            let (code, out, said) = folder.duban(&["coverage", ".", "--min", "100%"]);
            assert_eq!(code, 0, "{out}{said}");
            let (code, out, said) = folder.duban(&["fmt", "--check", "first.duban"]);
            assert_eq!(code, 0, "{out}{said}");
            let (code, _, said) = folder.duban(&["draft", file, "-o", "first.duban"]);
            assert_eq!(code, 2, "an existing file is kept: {said}");
        }
    }
}

#[test]
fn what_is_to_be_settled_is_said_with_its_line() {
    let folder = Folder::new("settle", "plan.txt", PLAN.as_bytes());
    let (code, out, said) = folder.duban(&["draft", "plan.txt", "--quiet"]);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("检查清单 plan 「青石县水塔安全管理工作方案」"),
        "{out}"
    );
    assert_eq!(
        said,
        "plan.txt:42: to be settled: 三·第一阶段 says 2021-04-31, and no calendar has that day\n"
    );
}

#[test]
fn a_file_without_clauses_is_no_document() {
    let folder = Folder::new("empty", "plan.txt", "方案\n\n水塔".as_bytes());
    let (code, out, said) = folder.duban(&["draft", "plan.txt"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(said, "duban: plan.txt: no clause was found in it\n");
}

#[test]
fn whatever_a_line_holds_the_draft_is_well_formed() {
    // Marks that open and do not close, words of the language, figures that are none.
    let odd = [
        "“",
        "」",
        "《",
        "（",
        "\"",
        "[",
        "】",
        "|",
        "#",
        "\\",
        "\t",
        "100%",
        "是否",
        "应助尽助",
        "每月3日前",
        "2020年13月45日",
        "…",
    ];
    let lines: Vec<&str> = PLAN.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let characters: Vec<char> = line.chars().collect();
        let mark = odd[at % odd.len()];
        let half = characters.len() / 2;
        let (start, end): (String, String) = (
            characters[..half].iter().collect(),
            characters[half..].iter().collect(),
        );
        let changed = format!("{start}{mark}{end}");
        let mut text = lines.clone();
        text[at] = &changed;
        of(&text.join("\n"), None);
        text.remove(at);
        of(&text.join("\n"), Some(Language::En));
    }
}
