//! Every kind of mistake in a checklist: one file for each code, its rendering beside it.

use duban::diagnostic::{Code, Diagnostic, Diagnostics, render};
use duban::source::Files;
use duban::syntax;
use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong with a checklist, in the order of places.
fn diagnose(path: &Path) -> (Files, Vec<Diagnostic>) {
    let text = fs::read_to_string(path).unwrap();
    let mut files = Files::new();
    let name = path.file_name().unwrap_or_default();
    let file = files.add(name, text);
    let mut diagnostics = Diagnostics::default();
    syntax::parse(file, &files, &mut diagnostics);
    (files, diagnostics.into_sorted())
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let entries = fs::read_dir(folder).unwrap();
    let mut found: Vec<_> = entries
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
fn every_code_has_an_example() {
    let examples: Vec<_> = examples().iter().map(|path| code_of(path)).collect();
    for code in Code::ALL {
        assert!(
            examples.iter().any(|e| e == code.name()),
            "tests/bad/{}.duban is missing",
            code.name()
        );
    }
}
