//! Markdown, CSV, SARIF, JUnit and annotations: what others read has to have the form that they expect.

use super::fixture::{everything, none, one};
use super::made::Made;
use super::many::many;
use super::{LANGUAGES, fixtures, same, text};
use duban::types::Language;
use serde_json::Value;

/// What does not fit SARIF's own schema.
pub(crate) fn against_the_schema(log: &Value) -> Vec<String> {
    // The published pattern for languages has a bracket too many.
    let schema = include_str!("sarif-2.1.0.schema.json").replace("[a-zA-Z]{2}]?", "[a-zA-Z]{2}?");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::draft4::new(&schema).expect("the schema is a schema");
    let errors = validator.iter_errors(log);
    errors
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}

/// An XML document as names of elements with their attributes, checked to be well-formed.
pub(crate) fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .expect("a declaration");
    while let Some((text, more)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text}");
        let (tag, more) = more.split_once('>').expect("a tag ends");
        rest = more;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let inside = tag.trim_end_matches('/');
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut pairs = Vec::new();
        for pair in attributes.split_inclusive("\" ") {
            let pair = pair.trim();
            if pair.is_empty() {
                continue;
            }
            let (key, value) = pair.split_once("=\"").expect("an attribute has a value");
            let value = value.strip_suffix('"').expect("quotes close");
            assert!(!value.contains('"') && !value.contains('\n'), "{value}");
            pairs.push((key.to_owned(), value.to_owned()));
        }
        found.push((name.to_owned(), pairs));
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, Vec::<String>::new());
    assert!(xml.chars().all(|c| c == '\n' || !c.is_control()));
    found
}

/// Checks that the counts of suites are those of their cases; gives all, failures, errors, skipped.
pub(crate) fn junit_counts(xml: &str) -> [usize; 4] {
    let elements = elements(xml);
    let count = |name: &str| {
        elements
            .iter()
            .filter(|(element, _)| element == name)
            .count()
    };
    let counted = [
        count("testcase"),
        count("failure"),
        count("error"),
        count("skipped"),
    ];
    let said = |element: &str| {
        let mut sums = [0; 4];
        for (_, attributes) in elements.iter().filter(|(name, _)| name == element) {
            for (at, key) in ["tests", "failures", "errors", "skipped"]
                .iter()
                .enumerate()
            {
                let value = attributes.iter().find(|(name, _)| name == key);
                let (_, value) = value.expect("the count is there");
                sums[at] += value.parse::<usize>().expect("a number");
            }
        }
        sums
    };
    assert_eq!(said("testsuites"), counted);
    assert_eq!(said("testsuite"), counted);
    counted
}

fn sarif(made: &Made) -> Value {
    serde_json::from_str(&text("sarif", made)).expect("the report is JSON")
}

#[test]
fn markdown_and_csv_show_every_run_in_both_languages() {
    for (name, made) in fixtures() {
        same(&format!("markdown.{name}"), &text("markdown", &made));
        same(&format!("csv.{name}"), &text("csv", &made));
    }
}

#[test]
fn sarif_fits_its_schema() {
    let mut made = fixtures();
    made.push(("many".into(), many(Language::Zh, 300)));
    for (name, made) in made {
        let errors = against_the_schema(&sarif(&made));
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
    let mut spoiled = sarif(&one(Language::En));
    spoiled["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!against_the_schema(&spoiled).is_empty());
}

#[test]
fn sarif_has_a_result_for_every_finding_and_a_rule_for_every_item() {
    for language in LANGUAGES {
        let made = everything(language);
        let log = sarif(&made);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), made.run.items.len());
        let results = run["results"].as_array().expect("results");
        let own: Vec<&Value> = results
            .iter()
            .filter(|r| r["kind"] != "notApplicable")
            .collect();
        assert_eq!(own.len(), made.findings.len());
        for (result, finding) in own.iter().zip(&made.findings) {
            let rule = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(result["ruleId"], made.run.items[finding.item].id);
            assert_eq!(rules[rule]["id"], result["ruleId"]);
            // Only what fails has a level.
            assert_eq!(result["kind"] == "fail", result["level"] != "none");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert!(region["startLine"].as_u64() >= Some(1));
            assert!(region["startColumn"].as_u64() >= Some(1));
        }
    }
}

#[test]
fn sarif_says_what_it_leaves_out() {
    let log = sarif(&many(Language::En, 20_000));
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results").len();
    assert!((1..=5_000).contains(&results), "{results}");
    let told = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("findings are listed"), "{told}");
}

#[test]
fn fingerprints_are_those_of_comparable_runs() {
    let mut made = one(Language::En);
    let prints = |made: &Made| sarif(made)["runs"][0]["results"][0]["partialFingerprints"].clone();
    assert_eq!(
        prints(&made)["duban/finding/v1"],
        made.findings[0].id.as_str()
    );
    made.run.comparable_ids = false;
    assert!(prints(&made).is_null());
}

#[test]
fn junit_counts_add_up() {
    for (name, made) in fixtures() {
        let [tests, ..] = junit_counts(&text("junit", &made));
        assert_eq!(
            tests,
            made.run.items.len() + made.run.datasets.len(),
            "{name}"
        );
    }
    assert_eq!(
        junit_counts(&text("junit", &one(Language::Zh))),
        [2, 1, 0, 0]
    );
    assert_eq!(junit_counts(&text("junit", &none(Language::En))), [0; 4]);
}

#[test]
fn places_are_seen_from_where_the_audit_file_is() {
    for (audit, seen) in [
        ("audit.yaml", "../checklists/dropout.duban"),
        ("audits/audit.yaml", "checklists/dropout.duban"),
        ("./a/b/audit.yaml", "a/checklists/dropout.duban"),
        ("../audit.yaml", "../../checklists/dropout.duban"),
        ("/data/audit.yaml", "/checklists/dropout.duban"),
    ] {
        let mut made = one(Language::En);
        made.run.audit = audit.into();
        made.findings[0].rule.0 = "../checklists/dropout.duban".into();
        assert!(
            text("github", &made).contains(&format!("file={seen},line=")),
            "{seen}"
        );
        assert!(
            text("junit", &made).contains(&format!("file=\"{seen}\"")),
            "{seen}"
        );
    }
}

#[test]
fn an_annotation_is_one_line_and_its_parts_stay_apart() {
    for language in LANGUAGES {
        let annotations = text("github", &everything(language));
        for line in annotations.lines() {
            let rest = line.strip_prefix("::").expect("a command");
            let (command, _) = rest.split_once("::").expect("a message");
            let (level, properties) = command.split_once(' ').expect("properties");
            assert!(["error", "warning", "notice"].contains(&level), "{line}");
            for property in properties.split(',') {
                let (key, _) = property.split_once('=').expect("a property has a value");
                assert!(["file", "line", "col", "title"].contains(&key), "{line}");
            }
        }
    }
}

#[test]
fn csv_has_a_row_for_every_finding_and_no_formulas() {
    for (name, made) in fixtures() {
        let shown = text("csv", &made);
        let shown = shown.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut reader = csv::Reader::from_reader(shown.as_bytes());
        let rows: Vec<csv::StringRecord> = reader
            .records()
            .map(|row| row.expect("rows are as wide as the header"))
            .collect();
        assert_eq!(rows.len(), made.findings.len(), "{name}");
        for field in rows.iter().flatten() {
            assert!(!field.starts_with(['=', '+', '@']), "{field}");
        }
    }
}

#[test]
fn nothing_in_the_data_becomes_markdown() {
    for language in LANGUAGES {
        let page = text("markdown", &everything(language));
        assert!(!page.replace("<br>", "").contains('<'), "{page}");
        let headings = page.lines().filter(|line| line.starts_with("# ")).count();
        assert_eq!(headings, 1);
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
    }
}
