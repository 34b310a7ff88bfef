//! Every kind of mistake in a checklist: files for each code, as people make them, their renderings beside them.

mod clerk;

use duban::diagnostic::{Code, Diagnostic, Diagnostics, render};
use duban::source::Files;
use duban::types::Language;
use duban::{explain, inspect, model, syntax};
use std::fs;
use std::path::{Path, PathBuf};

/// Examples that have companions, the documents and locks that they cite, lie in a folder with them.
const WITH_COMPANIONS: &str = "pinned";

/// What is wrong with a checklist, in the order of places.
fn diagnose(path: &Path) -> (Files, Vec<Diagnostic>) {
    let text = fs::read_to_string(path).unwrap();
    let mut files = Files::new();
    let name = PathBuf::from(path.file_name().unwrap_or_default());
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
    let name = match folder == WITH_COMPANIONS {
        true => Path::new("tests/bad").join(WITH_COMPANIONS).join(name),
        false => name,
    };
    let file = files.add(&name, text.clone());
    let mut diagnostics = Diagnostics::default();
    syntax::parse(file, &files, &mut diagnostics);
    let found = diagnostics.into_sorted();
    if !found.is_empty() {
        return (files, found);
    }
    // Examples of the language alone declare nothing; those that parse are examples of meaning.
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let model = model::load_text(&name, &text, &mut files, &mut diagnostics);
    if !diagnostics.has_errors() {
        inspect::check(&model, &mut diagnostics);
    }
    (files, diagnostics.into_sorted())
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let folders = [folder.clone(), folder.join(WITH_COMPANIONS)];
    let mut found: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "duban"))
        .collect();
    found.sort();
    found
}

/// `unclosed-quote.zh.duban` is an example of `unclosed-quote`.
fn code_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

#[test]
fn every_mistake_is_told_at_its_place() {
    for path in examples() {
        let (files, diagnostics) = diagnose(&path);
        let rendered: Vec<_> = diagnostics
            .iter()
            .map(|d| render::text(d, &files, false))
            .collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        insta::with_settings!({
            snapshot_path => "bad",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name.trim_end_matches(".duban"), rendered.join("\n"));
        });
    }
}

#[test]
fn an_example_shows_its_own_code_and_no_other() {
    for path in examples() {
        let (_, diagnostics) = diagnose(&path);
        let code = code_of(&path);
        let codes: Vec<_> = diagnostics.iter().map(|d| d.code.name()).collect();
        assert!(
            code == "five-mistakes" || !codes.is_empty() && codes.iter().all(|c| *c == code),
            "{}: {codes:?}",
            path.display()
        );
    }
}

#[test]
fn five_mistakes_give_five_diagnostics() {
    for path in examples() {
        if code_of(&path) == "five-mistakes" {
            assert_eq!(diagnose(&path).1.len(), 5, "{}", path.display());
        }
    }
}

#[test]
fn every_code_of_a_checklist_has_an_example() {
    let examples: Vec<_> = examples().iter().map(|path| code_of(path)).collect();
    // Mistakes of audit files and failing tests have examples of their own; how a file is laid out, and what lies beside it, is no mistake
    // of what it says.
    let elsewhere = |code: &Code| {
        code.name().starts_with("audit-")
            || matches!(
                *code,
                Code::TestFailed | Code::NotFormatted | Code::UnusedLock
            )
    };
    for code in Code::ALL.iter().filter(|code| !elsewhere(code)) {
        let name = code.name();
        assert!(
            examples.iter().any(|example| example == name),
            "tests/bad/{name}.duban is missing"
        );
        for language in [Language::En, Language::Zh] {
            let example = explain::example(*code, language);
            assert!(example.is_some(), "{name} is not explained");
        }
    }
}

#[test]
fn programs_get_places_in_characters() {
    let mut files = Files::new();
    let text = "检查项 甲 「题」 / \"t\"\n  每名 学生 的 年级 应 不低于 3级\n";
    let file = files.add("一.duban", text);
    let mut diagnostics = Diagnostics::default();
    syntax::parse(file, &files, &mut diagnostics);
    let records: Vec<_> = diagnostics
        .into_sorted()
        .iter()
        .map(|d| serde_json::to_value(render::record(d, &files)).unwrap())
        .collect();
    let [record] = records.as_slice() else {
        panic!("{records:?}");
    };
    let keys: Vec<_> = record.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys.join(" "),
        "code severity message help file line column end_line end_column"
    );
    assert_eq!(record["file"], "一.duban");
    let place = ["line", "column", "end_line", "end_column"].map(|key| record[key].as_u64());
    assert_eq!(place, [Some(2), Some(20), Some(2), Some(22)]);
}
