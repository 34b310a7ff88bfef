//! Whether a clerk can use what is said of the broken checklists: the place, the words, the help.
//!
//! `wrong-words.txt` says of each mistake in each file, in the order of places, which word is wrong: file, line, word.

use super::{code_of, diagnose, examples};
use duban::diagnostic::Diagnostic;
use duban::source::Files;
use duban::types::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Alternatives that a person takes in at a glance.
const MOST_ALTERNATIVES: usize = 5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// The vocabulary of a keyword file: its spellings, and the single words of them.
fn vocabulary(language: &str) -> BTreeSet<String> {
    let path = root().join(format!("grammar/keywords/{language}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let spellings = text
        .lines()
        .filter_map(|line| Some(line.split_once('\t')?.1))
        .flat_map(|spellings| spellings.split(" | "));
    spellings
        .flat_map(|spelling| [spelling].into_iter().chain(spelling.split(' ')))
        .map(str::to_owned)
        .collect()
}

/// The runs of characters of a kind.
fn runs(text: &str, of: impl Fn(char) -> bool) -> Vec<String> {
    text.split(|c| !of(c))
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Everything that is said of a mistake.
fn said(diagnostic: &Diagnostic) -> Vec<&str> {
    let labels = diagnostic.labels.iter().map(|label| label.text.as_str());
    [diagnostic.message.as_str()]
        .into_iter()
        .chain(labels)
        .chain(diagnostic.help.as_deref())
        .collect()
}

/// Runs `judge` over every mistake of every example and gathers what it objects to.
fn objections(judge: impl Fn(&str, &Files, &Diagnostic) -> Vec<String>) -> String {
    let mut all = String::new();
    for path in examples() {
        let text = fs::read_to_string(&path).unwrap();
        let (files, diagnostics) = diagnose(&path);
        for diagnostic in &diagnostics {
            for objection in judge(&text, &files, diagnostic) {
                writeln!(all, "{}: {objection}: {diagnostic:?}\n", name_of(&path)).unwrap();
            }
        }
    }
    all
}

#[test]
fn the_place_is_the_wrong_word() {
    let mut found = String::new();
    for path in examples() {
        let (files, diagnostics) = diagnose(&path);
        for diagnostic in &diagnostics {
            let span = diagnostic.labels.first().unwrap().span;
            let before = &files.text(span.file)[..span.start as usize];
            let line = before.matches('\n').count() + 1;
            let word = files.slice(span).split_whitespace().collect::<Vec<_>>();
            let mut word = word.join(" ");
            // The list stays a text for whoever compares two of it.
            if word.contains(char::is_control) {
                word = word.escape_debug().to_string();
            }
            writeln!(found, "{}\t{line}\t{word}", name_of(&path)).unwrap();
        }
    }
    let list = root().join("tests/bad/wrong-words.txt");
    let stated = fs::read_to_string(&list).unwrap_or_default();
    if std::env::var_os("DUBAN_NEW_PLACES").is_some() {
        fs::write(&list, &found).unwrap();
    }
    let stated: Vec<&str> = stated.lines().collect();
    for (found, stated) in found.lines().zip(&stated) {
        assert_eq!(found, *stated);
    }
    assert_eq!(found.lines().count(), stated.len());
}

#[test]
fn no_word_of_a_programmer_is_said() {
    let mut inner: BTreeSet<String> = BTreeSet::new();
    for entry in fs::read_dir(root().join("grammar")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "pest") {
            let text = fs::read_to_string(path).unwrap();
            let rules = text.lines().filter_map(|line| line.split_once(" = "));
            inner.extend(
                rules
                    .map(|(rule, _)| rule.trim().to_owned())
                    .filter(|rule| rule.contains('_')),
            );
        }
    }
    let more = "Rule Some None Option Result Ok Err Vec String str usize bool token parse parser serde regex enum struct \
        null unexpected expected identifier literal operand schema UTF utf8 EOF line: column:";
    inner.extend(more.split_whitespace().map(str::to_owned));
    let words = vocabulary("en");
    let wrong = objections(|text, _, diagnostic| {
        let mut wrong = Vec::new();
        for said in said(diagnostic) {
            for word in runs(said, |c| c.is_ascii_alphanumeric() || c == '_') {
                let humps = word.chars().skip(1).any(|c| c.is_ascii_uppercase())
                    && word.chars().any(|c| c.is_ascii_lowercase());
                let of_language = words.contains(&word) || text.contains(&word) || word == "UTF";
                if (inner.contains(&word) || humps) && !of_language {
                    wrong.push(format!("`{word}` is a programmer's word"));
                }
            }
            if said.contains("::") || said.contains('‹') {
                wrong.push("a mark of the machinery".to_owned());
            }
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn few_alternatives_are_offered() {
    let wrong = objections(|_, _, diagnostic| {
        let texts = said(diagnostic).into_iter();
        texts
            .filter(|said| {
                let quoted = said.matches('`').count() / 2;
                let outside: String = said.split('`').step_by(2).collect();
                let listed = outside.split([',', '、']).map(str::trim);
                let words = listed.filter(|part| !part.is_empty() && !part.contains(' '));
                quoted > MOST_ALTERNATIVES || words.count() > MOST_ALTERNATIVES
            })
            .map(|said| format!("too much to choose from: {said}"))
            .collect()
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_message_keeps_to_its_language() {
    // Documents, locks and lists of aliases are quoted as they are.
    let folder = root().join("tests/bad").join(super::WITH_COMPANIONS);
    let mut beside = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        writeln!(beside, "{}", path.display()).unwrap();
        if path.extension().is_some_and(|e| e == "txt") {
            beside += &fs::read_to_string(path).unwrap();
        }
    }
    let wrong = objections(|text, _, diagnostic| {
        let code = diagnostic.code.name();
        // How a title is given in both languages cannot be shown in one.
        if code == "missing-language" {
            return Vec::new();
        }
        let mut wrong = Vec::new();
        for said in said(diagnostic) {
            let foreign: Vec<String> = match diagnostic.language {
                Language::En => runs(said, is_chinese),
                Language::Zh => runs(said, |c| c.is_ascii_alphabetic() || c == '-')
                    .into_iter()
                    // Ids of items and the name of the program have no other form; a single letter stands for a value.
                    .filter(|word| word.len() > 1 && !word.contains('-') && word != "duban")
                    .collect(),
            };
            for word in foreign {
                let as_written = text.contains(&word)
                    || code == "date-without-year" && word == "年"
                    || beside.contains(&word);
                if !as_written && !matches!(&*word, "UTF" | "pin") {
                    wrong.push(format!("`{word}` is of the other language"));
                }
            }
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_mistake_is_told_with_help() {
    let wrong = objections(|_, _, diagnostic| match &diagnostic.help {
        Some(_) => Vec::new(),
        None => vec!["no help".to_owned()],
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_near_word_is_offered() {
    // Words that mean nothing as they stand; other mistakes are of words that are known.
    let of_words = [
        "syntax",
        "not-in-value-set",
        "not-a-dataset",
        "missing-file",
    ];
    let wrong = objections(|text, files, diagnostic| {
        let code = diagnostic.code.name();
        if !of_words.contains(&code) && !code.starts_with("unknown-") {
            return Vec::new();
        }
        let word = files.slice(diagnostic.labels.first().unwrap().span);
        let word = word.trim_matches(['"', '「', '」']);
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let length = word.chars().count();
        if length < 3 || !word.chars().all(is_word) {
            return Vec::new();
        }
        let words = runs(text, is_word);
        let mut known: BTreeSet<String> = match diagnostic.language {
            Language::En => vocabulary("en"),
            Language::Zh => vocabulary("zh"),
        };
        if known.contains(word) || words.iter().filter(|w| *w == word).count() > 1 {
            return Vec::new();
        }
        known.extend(words.into_iter().filter(|other| other != word));
        let near: Vec<_> = known
            .iter()
            .filter(|other| other.chars().count() > 2)
            .filter(|other| strsim::osa_distance(other, word) == 1)
            .collect();
        match near.as_slice() {
            [one] if !said(diagnostic).iter().any(|said| said.contains(*one)) => {
                vec![format!("`{one}` is near `{word}` and is not offered")]
            }
            _ => Vec::new(),
        }
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_collection_is_large_even_and_without_copies() {
    let mut files_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut skeletons: BTreeMap<String, String> = BTreeMap::new();
    let (mut all, mut chinese) = (0, 0);
    let known = &vocabulary("en") | &vocabulary("zh");
    for path in examples() {
        all += 1;
        chinese += usize::from(name_of(&path).ends_with(".zh.duban"));
        *files_of.entry(code_of(&path)).or_default() += 1;
        // What is left when names, numbers and quoted texts are taken out.
        let text = fs::read_to_string(&path).unwrap();
        let mut skeleton = code_of(&path);
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                skeleton.push_str(if known.contains(&word) { &word } else { "x" });
                word.clear();
            }
            skeleton.push(c);
        }
        if let Some(other) = skeletons.insert(skeleton, name_of(&path)) {
            panic!("{} and {other} differ only in names", name_of(&path));
        }
    }
    assert!(all >= 150, "{all} broken checklists");
    assert!(chinese * 2 + 10 >= all, "{chinese} of {all} are Chinese");
    files_of.remove("five-mistakes");
    let wrong: Vec<_> = files_of
        .iter()
        .filter(|(_, files)| !(2..=8).contains(*files))
        .collect();
    assert!(
        wrong.is_empty(),
        "not between two and eight files: {wrong:?}"
    );
}
