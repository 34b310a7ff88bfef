//! Reports: every format over nothing, one finding and one of everything, in both languages.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on has failed, in helpers too"
)]

mod fixture;
pub(crate) mod for_ci;
mod made;
mod many;
mod privacy;

use calamine::Reader;
use duban::findings::Findings;
use duban::report::{REPORTS, Report, report, schema};
use duban::types::Language;
use fixture::{everything, none, one};
use made::{AllMade, Made};
use many::many;

const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];

/// What a format writes.
fn written(format: &str, made: &dyn Findings) -> Vec<u8> {
    let mut bytes = Vec::new();
    let report = report(format).expect("the format is listed");
    report
        .write(made, &mut bytes)
        .expect("memory takes everything");
    bytes
}

fn text(format: &str, made: &dyn Findings) -> String {
    String::from_utf8(written(format, made)).expect("reports are UTF-8")
}

/// Compares with `tests/reports/NAME.snap`.
fn same(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("reports");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name.to_owned(), text));
}

/// Every fixture, with a name for its snapshots.
fn fixtures() -> Vec<(String, Made)> {
    LANGUAGES
        .into_iter()
        .flat_map(|language| {
            [
                (format!("none.{}", language.code()), none(language)),
                (format!("one.{}", language.code()), one(language)),
                (
                    format!("everything.{}", language.code()),
                    everything(language),
                ),
            ]
        })
        .collect()
}

#[test]
fn the_terminal_shows_every_run_in_both_languages() {
    for (name, made) in fixtures() {
        same(&format!("text.{name}"), &text("text", &made));
    }
}

#[test]
fn the_page_shows_every_run_in_both_languages() {
    for (name, made) in fixtures() {
        let page = text("html", &made);
        // Style and script are the same for all and have files of their own.
        let body = page
            .split("<body>")
            .nth(1)
            .and_then(|rest| rest.split("<script>").next());
        same(&format!("html.{name}"), body.expect("a page has a body"));
    }
}

#[test]
fn nothing_in_the_data_becomes_markup() {
    for (name, made) in fixtures() {
        let page = text("html", &made);
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        assert!(
            !page.contains("<b>Money") && !page.contains("<td>”"),
            "{name}"
        );
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = text("html", &many(Language::Zh, 300));
    for word in [
        "src=", "http://", "https://", "@import", "url(", "<link", "<img",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    // Every part that opens is closed.
    for tag in [
        "details", "section", "table", "article", "ul", "div", "svg", "p", "h2",
    ] {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn what_cannot_be_told_stands_before_the_findings_and_unfolded() {
    let page = text("html", &many(Language::En, 3000));
    let open = page
        .find("id=\"open\"")
        .expect("a part for what cannot be told");
    let list = page.find("id=\"findings\"").expect("a part for findings");
    let reason = page
        .find("<li>persuader is blank <b>×")
        .expect("reasons with their numbers");
    let fold = page.find("<details").expect("long lists are folded");
    assert!(open < reason && reason < fold && fold < list);
}

#[test]
fn a_page_of_three_thousand_findings_stays_small() {
    let page = text("html", &many(Language::Zh, 3000));
    assert_eq!(page.matches("<article").count(), 3000);
    assert!(page.len() < 6_000_000, "{}", page.len());
}

#[test]
fn the_page_says_what_it_leaves_out() {
    let page = text("html", &many(Language::En, 20_000));
    let listed = page.matches("<article").count();
    assert!(listed < 20_000);
    assert!(page.contains("more that this page does not list"));
}

/// Sheets of a workbook as text, with what a spreadsheet takes for formulas.
fn sheets(made: &Made) -> Vec<(String, Vec<Vec<String>>)> {
    let bytes = written("xlsx", made);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let formulas = book.worksheet_formula(&name).expect("the sheet is there");
            assert_eq!(formulas.used_cells().count(), 0, "{name} has formulas");
            let rows = book.worksheet_range(&name).expect("the sheet is there");
            let rows = rows
                .rows()
                .map(|row| row.iter().map(ToString::to_string).collect())
                .collect();
            (name, rows)
        })
        .collect()
}

#[test]
fn the_workbook_has_a_row_for_every_item_and_finding() {
    for (name, made) in fixtures() {
        let sheets = sheets(&made);
        assert_eq!(sheets.len(), 4, "{name}");
        let (items, findings) = (&sheets[2].1, &sheets[3].1);
        assert_eq!(items.len(), made.run.items.len() + 1, "{name}");
        assert_eq!(findings.len(), made.findings.len() + 1, "{name}");
        for (row, item) in items[1..].iter().zip(&made.run.items) {
            assert_eq!(row[0], item.id);
            assert_eq!(row[5], item.counts.subjects.to_string());
        }
        for (row, finding) in findings[1..].iter().zip(&made.findings) {
            assert_eq!(row.last(), Some(&finding.id), "{name}");
        }
    }
}

#[test]
fn the_workbook_points_at_the_cell() {
    let sheets = sheets(&everything(Language::En));
    let findings = &sheets[3].1;
    let column = |name: &str| {
        findings[0]
            .iter()
            .position(|header| header == name)
            .expect("a column")
    };
    let row = &findings[1];
    assert_eq!(row[column("file")], "dropouts.csv");
    assert_eq!(row[column("row")], "7");
    assert_eq!(row[column("line")], "9");
    assert_eq!(row[column("column")], "劝返责任人");
    assert_eq!(row[column("value")], "(blank)");
    // Where something is absent, the file in which it was looked for.
    assert_eq!(findings[6][column("file")], "aid.xlsx");
    assert_eq!(findings[6][column("row")], "");
}

#[test]
fn the_workbook_keeps_formula_like_text_as_text() {
    let sheets = sheets(&everything(Language::Zh));
    assert_eq!(
        sheets[2].1[2][1],
        "@SUM(1+1) <script>alert('x')</script> & \"quotes\""
    );
    let values: Vec<&String> = sheets[3]
        .1
        .iter()
        .flatten()
        .filter(|text| text.starts_with("=HYPERLINK"))
        .collect();
    assert_eq!(values.len(), 1);
}

/// Writes pages and workbooks to `target/tmp/reports`, to be looked at in a browser and a spreadsheet.
#[test]
fn reports_can_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports");
    let mut made = fixtures();
    for language in LANGUAGES {
        made.push((format!("few.{}", language.code()), many(language, 30)));
        made.push((format!("many.{}", language.code()), many(language, 3000)));
    }
    for (name, made) in made {
        for format in ["html", "xlsx"] {
            let path = folder.join(format!("{name}.{format}"));
            std::fs::create_dir_all(&folder).expect("the target folder can be made");
            std::fs::write(&path, written(format, &made))
                .expect("the target folder can be written");
        }
    }
}

#[test]
fn machine_formats_have_their_promised_form() {
    for (name, made) in [
        ("none", none(Language::En)),
        ("one", one(Language::En)),
        ("everything", everything(Language::Zh)),
    ] {
        for format in ["json", "jsonl", "rows", "sarif", "junit", "github"] {
            same(&format!("{format}.{name}"), &text(format, &made));
        }
    }
}

#[test]
fn lines_of_the_terminal_fit_it() {
    for (name, made) in fixtures() {
        for line in text("text", &made).lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= 100, "{name}: {width} columns: {line}");
        }
    }
}

#[test]
fn nothing_in_the_data_steers_the_terminal() {
    let shown = text("text", &everything(Language::En));
    let steering: Vec<char> = shown
        .chars()
        .filter(|c| c.is_control() && *c != '\n')
        .collect();
    assert_eq!(steering, Vec::<char>::new());
    assert!(!shown.contains('\u{202e}'));
}

#[test]
fn colours_change_nothing_but_colours() {
    let made = everything(Language::Zh);
    let mut coloured = Vec::new();
    let painted = duban::report::text::Text { colour: true };
    painted
        .write(&made, &mut coloured)
        .expect("memory takes everything");
    let coloured = String::from_utf8(coloured).expect("reports are UTF-8");
    let mut plain = coloured.clone();
    for code in ["0", "1", "2", "31", "32", "33"] {
        plain = plain.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_ne!(coloured, plain);
    assert_eq!(plain, text("text", &made));
}

#[test]
fn long_lists_say_what_they_leave_out() {
    let shown = text("text", &many(Language::En, 3000));
    assert!(
        shown.contains("more (the JSON report lists all)"),
        "{shown}"
    );
    assert!(shown.lines().count() < 3000);
}

/// Findings that are only counted are told as if they had been made.
#[test]
fn what_is_counted_is_told_as_if_it_were_made() {
    let some = many(Language::En, 9000);
    for format in ["text", "markdown", "sarif", "junit", "github"] {
        let (counted, made) = (text(format, &some), text(format, &AllMade(&some)));
        assert!(counted == made, "{format}: {counted}");
    }
}

#[test]
fn json_validates_against_its_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(schema::FINDINGS).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    for (name, made) in fixtures() {
        let json: serde_json::Value =
            serde_json::from_slice(&written("json", &made)).expect("the report is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_the_report_never_writes() {
    let schema: serde_json::Value =
        serde_json::from_str(schema::FINDINGS).expect("the schema is JSON");
    let json = text("json", &one(Language::En));
    for (from, to) in [
        ("\"tolerated\":false,", ""),
        ("\"row\":7", "\"row\":\"7\""),
        ("\"severity\":\"major\"", "\"severity\":\"grave\""),
        ("\"subjects\":12", "\"subjects\":12,\"rest\":0"),
    ] {
        let spoiled: serde_json::Value =
            serde_json::from_str(&json.replacen(from, to, 1)).expect("still JSON");
        assert!(
            !jsonschema::draft202012::is_valid(&schema, &spoiled),
            "{from} → {to}"
        );
    }
}

#[test]
fn keys_of_the_json_report_come_in_the_schemas_order() {
    let schema: serde_json::Value =
        serde_json::from_str(schema::FINDINGS).expect("the schema is JSON");
    let json: serde_json::Value =
        serde_json::from_slice(&written("json", &everything(Language::En)))
            .expect("the report is JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_object()
            .map(|object| object.keys().cloned().collect())
            .unwrap_or_default()
    };
    assert_eq!(keys(&json), keys(&schema["properties"]));
    for (part, definition) in [
        ("datasets", "dataset"),
        ("items", "item"),
        ("findings", "finding"),
    ] {
        for entry in json[part].as_array().expect("a list") {
            // What has several files alone has the key for them.
            let mut declared = keys(&schema["$defs"][definition]["properties"]);
            declared.retain(|key| key != "parts" || !entry["parts"].is_null());
            assert_eq!(keys(entry), declared, "{part}");
        }
    }
}

#[test]
fn json_lines_are_the_json_report_in_pieces() {
    let made = everything(Language::Zh);
    let whole: serde_json::Value =
        serde_json::from_slice(&written("json", &made)).expect("the report is JSON");
    let lines = text("jsonl", &made);
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        panic!("no lines");
    };
    assert_eq!(first["type"], "run");
    assert_eq!(first["datasets"], whole["datasets"]);
    assert_eq!(last["type"], "end");
    assert_eq!(last["items"], whole["items"]);
    assert_eq!(last["truncated"], whole["truncated"]);
    assert_eq!(
        serde_json::Value::from(lines[1..lines.len() - 1].to_vec()),
        whole["findings"]
    );
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    for report in REPORTS {
        let (first, second) = (everything(Language::Zh), everything(Language::Zh));
        assert!(
            written(report.name(), &first) == written(report.name(), &second),
            "{}",
            report.name()
        );
    }
}

#[test]
fn names_of_formats_and_files_are_distinct() {
    let mut names: Vec<&str> = REPORTS.iter().map(|report| report.name()).collect();
    let mut files: Vec<&str> = REPORTS
        .iter()
        .filter_map(|report| Report::file_name(*report))
        .collect();
    for list in [&mut names, &mut files] {
        let all = list.len();
        list.sort_unstable();
        list.dedup();
        assert_eq!(list.len(), all);
    }
}
