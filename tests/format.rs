//! Formatting: the same tree, comments kept, twice is once, and there and back again is the same to the letter.

use crate::support::checklists::Author;
use duban::diagnostic::Diagnostics;
use duban::format::{self, Refusal};
use duban::source::Files;
use duban::syntax::{ast, outline, parse};
use duban::types::Language;
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// The text as it is written well, in a language or its own.
fn formatted(text: &str, language: Option<Language>) -> Result<String, Refusal> {
    let mut files = Files::new();
    let file = files.add("test.duban", text);
    format::format(file, &files, language, &mut Diagnostics::default())
}

/// The tree of a text; `None` when it has mistakes.
fn tree(text: &str) -> Option<ast::File> {
    let mut files = Files::new();
    let file = files.add("test.duban", text);
    let mut diagnostics = Diagnostics::default();
    let tree = parse(file, &files, &mut diagnostics);
    (!diagnostics.has_errors()).then_some(tree)
}

/// The comments of a text, sorted: one inside a clause moves before it.
fn comments(text: &str) -> Vec<String> {
    let mut files = Files::new();
    let file = files.add("test.duban", text);
    let layout = outline::outline(file, &files);
    let comments = layout.comments.iter();
    let mut found: Vec<String> = comments
        .map(|comment| files.slice(comment.span).replacen('＃', "#", 1))
        .collect();
    found.sort();
    found
}

/// The laws that formatting breaks for a text without mistakes. That the tree is kept is a law of `format` itself,
/// which refuses to give out anything else; the first law sees to it that it looks.
pub(crate) fn broken_laws(text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut law = |holds: bool, name: &str, shown: &[&str]| {
        if !holds {
            broken.push(format!("{name}\n{}", shown.join("\n----\n")));
        }
    };
    let Some(before) = tree(text) else {
        return vec![format!("has mistakes\n{text}")];
    };
    let Ok(own) = formatted(text, None) else {
        return vec![format!("is not formatted\n{text}")];
    };
    let same_tree = tree(&own).is_some_and(|after| format::same(&before, &after));
    law(same_tree, "the tree is kept", &[text, &own]);
    let again = formatted(&own, None).unwrap_or_default();
    law(again == own, "twice is once", &[text, &own, &again]);
    let (other_language, there_and_back) = match before.language {
        Language::En => (Language::Zh, "en → zh → en"),
        Language::Zh => (Language::En, "zh → en → zh → en"),
    };
    let Ok(other) = formatted(&own, Some(other_language)) else {
        law(false, "is translated", &[&own]);
        return broken;
    };
    let again = formatted(&other, None).unwrap_or_default();
    law(
        again == other,
        "a translation is formatted",
        &[&own, &other, &again],
    );
    let back = formatted(&other, Some(before.language)).unwrap_or_default();
    match before.language {
        Language::En => law(back == own, there_and_back, &[&own, &other, &back]),
        // Chinese has words that English has not, such as 每名 and 每所.
        Language::Zh => {
            let english = formatted(&back, Some(Language::En)).unwrap_or_default();
            law(
                english == other,
                there_and_back,
                &[&own, &other, &back, &english],
            );
        }
    }
    for printed in [&own, &other] {
        law(
            comments(text) == comments(printed),
            "comments are kept",
            &[text, printed],
        );
    }
    broken
}

fn holds_for_all(texts: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = texts
        .into_iter()
        .flat_map(|text| broken_laws(&text))
        .collect();
    let shown: Vec<&String> = broken.iter().take(8).collect();
    assert!(
        broken.is_empty(),
        "{} laws broken\n{shown:#?}",
        broken.len()
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

#[test]
fn checklists_in_files_keep_the_laws() {
    let mut paths = Vec::new();
    for folder in ["checklists", "examples", "tests"] {
        files(&root().join(folder), "duban", &mut paths);
    }
    let texts = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap_or_default());
    let texts: Vec<String> = texts.filter(|text| tree(text).is_some()).collect();
    assert!(texts.len() > 10, "{}", texts.len());
    holds_for_all(texts);
}

#[test]
fn samples_of_the_documents_keep_the_laws() {
    let mut paths = Vec::new();
    files(&root().join("docs"), "md", &mut paths);
    let block = Regex::new("(?s)```duban\n(.*?)```").unwrap();
    let mut texts = Vec::new();
    for path in paths {
        let page = fs::read_to_string(path).unwrap();
        texts.extend(block.captures_iter(&page).map(|found| found[1].to_owned()));
    }
    texts.retain(|text| tree(text).is_some());
    assert!(texts.len() > 1, "{}", texts.len());
    holds_for_all(texts);
}

/// Every text in quotes of the tests that is a checklist or a sentence, so that a form tested anywhere is tested here.
#[test]
fn what_other_tests_write_keeps_the_laws() {
    let mut paths = Vec::new();
    files(&root().join("tests"), "rs", &mut paths);
    let literal = Regex::new(r##"(?s)r#"(.*?)"#|"((?:[^"\\]|\\.)*)""##).unwrap();
    let mut texts = Vec::new();
    for path in paths {
        let code = fs::read_to_string(path).unwrap();
        for found in literal.captures_iter(&code) {
            let text = match (found.get(1), found.get(2)) {
                (Some(raw), _) => raw.as_str().to_owned(),
                (None, Some(escaped)) => unescaped(escaped.as_str()),
                (None, None) => continue,
            };
            let frames = [
                text.clone(),
                format!("item x \"t\"\n  {text}\n"),
                format!("检查项 x 「题」\n  {text}\n"),
                format!("item x \"t\"\n  no p where {text}\n"),
                format!("检查项 x 「题」\n  任何 p 不得 {text}\n"),
            ];
            texts.extend(frames.into_iter().filter(|text| {
                text.len() < 20_000 && text.contains(char::is_whitespace) && tree(text).is_some()
            }));
        }
    }
    texts.sort();
    texts.dedup();
    assert!(texts.len() > 200, "{}", texts.len());
    holds_for_all(texts);
}

fn unescaped(text: &str) -> String {
    let joined = Regex::new("\\\\\n\\s*").unwrap().replace_all(text, "");
    joined
        .replace("\\n", "\n")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
}

/// A random checklist: the declarations that parse out of a few tries; and how many of them did.
fn random(seed: u64, zh: bool) -> (String, usize, usize) {
    let mut author = Author::new(seed, zh);
    let mut text = author.head();
    let (mut tried, mut kept) = (0, 0);
    for _ in 0..6 {
        let declaration = author.any_declaration();
        let head = if zh {
            "检查清单 a 「题」\n"
        } else {
            "checklist a \"t\"\n"
        };
        tried += 1;
        if tree(&format!("{head}{declaration}")).is_some() {
            kept += 1;
            text.push_str(&declaration);
        }
    }
    (text, tried, kept)
}

#[test]
fn random_checklists_keep_the_laws() {
    let (mut tried, mut kept) = (0, 0);
    let mut texts = Vec::new();
    for seed in 0..60 {
        for zh in [false, true] {
            let (text, t, k) = random(seed, zh);
            tried += t;
            kept += k;
            texts.push(text);
        }
    }
    assert!(kept * 10 > tried * 6, "{kept} of {tried} parse");
    holds_for_all(texts);
}

#[test]
fn every_form_of_the_random_checklists_parses_nearly_always() {
    for zh in [false, true] {
        for form in 0..Author::FORMS {
            let texts = (0..80).map(|seed| {
                let mut author = Author::new(seed * 7 + 3, zh);
                format!("{}{}", author.head(), author.form(form))
            });
            let (sound, odd): (Vec<String>, Vec<String>) =
                texts.partition(|text| tree(text).is_some());
            assert!(
                odd.len() * 8 < sound.len(),
                "form {form}: {} of 80 do not parse\n{}",
                odd.len(),
                odd[..odd.len().min(6)].join("\n---\n")
            );
            holds_for_all(sound);
        }
    }
}

/// A line of an item, formatted, and the same in the other vocabulary.
fn line_in_both(zh: bool, line: &str) -> [String; 2] {
    let text = if zh {
        format!("检查项 x 「题」\n  {line}\n")
    } else {
        format!("item x \"t\"\n  {line}\n")
    };
    let other = if zh { Language::En } else { Language::Zh };
    [None, Some(other)].map(|language| {
        let printed = formatted(&text, language).unwrap();
        printed.lines().last().unwrap().trim().to_owned()
    })
}

#[test]
fn periods_of_a_trend_keep_their_name() {
    let names = [
        ("weeks", "周"),
        ("months", "个月"),
        ("quarters", "个季度"),
        ("terms", "个学期"),
        ("years", "年"),
        ("periods", "期"),
    ];
    for (en, zh) in names {
        let en = format!("m per g must not fall 2 {en} in a row");
        let zh = format!("各 g m 不得 连续 2 {zh} 下降");
        assert_eq!(line_in_both(false, &en), [en.clone(), zh.clone()]);
        assert_eq!(line_in_both(true, &zh), [zh, en]);
    }
    let open = "m per g must not rise longest terms in a row";
    assert_eq!(
        line_in_both(false, open)[0],
        "m per g must not rise longest periods in a row"
    );
}

#[test]
fn spellings_of_an_answer_keep_their_quotes_and_strokes() {
    let line = "answers yes 是 means met, \"not at home\" / 「无人在家」 means cannot tell";
    let zh = "答复 yes 是 表示 符合，\"not at home\" / 「无人在家」 表示 无法判断";
    assert_eq!(line_in_both(false, line), [line, zh]);
    assert_eq!(line_in_both(true, zh), [zh, line]);
}

#[test]
fn english_says_be_where_have_would_read_badly() {
    for line in [
        "every p must be day is in term",
        "every p must be day is in stage repair",
        "every p must be code matches \"[0-9]\"",
        "every p must be code is in registry",
    ] {
        assert_eq!(line_in_both(false, line)[0], line);
    }
    assert_eq!(
        line_in_both(false, "every p must have day in term")[0],
        "every p must be day is in term"
    );
}

#[test]
fn has_behind_must_is_have() {
    for (en, zh) in [
        (
            "every p must have a payment and paid given",
            "每个 p 应有 payment 且 paid 已填",
        ),
        (
            "every p must have a payment or have a visit",
            "每个 p 应有 payment 或 有 visit",
        ),
    ] {
        assert_eq!(line_in_both(false, en)[1], zh);
        let own = &line_in_both(false, en)[0];
        assert!(own.starts_with("every p must have a payment "), "{own}");
        assert_eq!(&line_in_both(true, zh)[1], own);
    }
    assert_eq!(
        line_in_both(false, "every p must have payment and visit")[0],
        "every p must have a payment and (visit)"
    );
}

#[test]
fn a_last_day_in_a_condition_is_not_joined_with_what_follows() {
    let en = "every p where day is no later than as_of must have paid given";
    let zh = "每个 p 其中 day 不晚于 评估日 的 paid 应 已填";
    assert_eq!(line_in_both(false, en), [en, zh]);
    assert_eq!(line_in_both(true, zh), [zh, en]);
    let en = "every p where day is no later than 3 days after due must have paid given";
    let zh = "每个 p 其中 day 不晚于 due 后 3 天 的 paid 应 已填";
    assert_eq!(line_in_both(false, en), [en, zh]);
    assert_eq!(line_in_both(true, zh), [zh, en]);
}

#[test]
fn a_day_so_far_from_another_is_said_alike_in_both_languages() {
    let sides = [
        ("no later than", "不晚于"),
        ("no earlier than", "不早于"),
        ("earlier than", "早于"),
        ("later than", "晚于"),
    ];
    for (en, zh) in sides {
        for (off_en, off_zh) in [("before", "前"), ("after", "后")] {
            let en =
                format!("every p where day is {en} 6 months {off_en} due must have paid given");
            let zh = format!("每个 p 其中 day {zh} due {off_zh} 6 个月 的 paid 应 已填");
            assert_eq!(line_in_both(false, &en), [en.as_str(), &zh]);
            assert_eq!(line_in_both(true, &zh), [zh.as_str(), &en]);
        }
    }
}
