//! What differs from an expectation, in words.

use crate::findings::{Counts, Finding, ItemOutcome, Subject, Verdict};
use crate::types::Language;

/// The most cells shown of a finding.
const MOST_CELLS: usize = 6;

/// A subject as a test would name it: its key, else its row.
pub(super) fn subject(subject: &Subject, language: Language) -> String {
    let values: Vec<&str> = subject.key.iter().map(|part| part.value.as_str()).collect();
    if values.iter().any(|value| !value.trim().is_empty()) {
        return values.join(" / ");
    }
    match (subject.row, &subject.dataset, language) {
        (Some(row), Some(dataset), Language::En) => format!("row {row} of {dataset}"),
        (Some(row), Some(dataset), Language::Zh) => format!("{dataset} 记录 {row}"),
        _ => language.pick("the whole", "总体").to_owned(),
    }
}

/// `B: met (expected: not met)`
pub(super) fn other_verdict(
    name: &str,
    found: Verdict,
    expected: Verdict,
    why: &str,
    language: Language,
) -> String {
    let (found, expected) = (found.words(language), expected.words(language));
    let line = match language {
        Language::En => format!("{name}: {found} (expected: {expected})"),
        Language::Zh => format!("{name}：{found}（期望：{expected}）"),
    };
    with(line, why, language)
}

/// `C: not met, which is not expected`
pub(super) fn not_expected(name: &str, found: Verdict, why: &str, language: Language) -> String {
    let found = found.words(language);
    let line = match language {
        Language::En => format!("{name}: {found}, which is not expected"),
        Language::Zh => format!("{name}：{found}（不在期望之内）"),
    };
    with(line, why, language)
}

/// That one line names all.
pub(super) fn in_one_line(language: Language) -> &'static str {
    language.pick(
        "a line names all that the item finds: put those of several lines into one, `finds A, B`",
        "一行要写全该项发现的全部对象：把几行合成一行，如 `发现 甲、乙`",
    )
}

/// `B: not met as not_in:enrolment (expected: as differs:school)`
pub(super) fn other_parts(
    name: &str,
    found: &[String],
    expected: &[String],
    why: &str,
    language: Language,
) -> String {
    let whole = language.pick("the whole", "整体");
    let found = if found.is_empty() {
        whole.to_owned()
    } else {
        found.join(", ")
    };
    let expected = expected.join(", ");
    let line = match language {
        Language::En => format!("{name}: found as {found} (expected: as {expected})"),
        Language::Zh => format!("{name}：发现的部分为 {found}（期望：{expected}）"),
    };
    with(line, why, language)
}

/// A name that fits no subject.
pub(super) fn no_subject(name: &str, known: &[String], language: Language) -> String {
    const MOST: usize = 8;
    let shown = known.iter().take(MOST).cloned().collect::<Vec<_>>();
    let shown = shown.join(language.pick(", ", "、"));
    let more = known.len().saturating_sub(MOST);
    match (language, known.len(), more) {
        (Language::En, 0, _) => format!("{name} is not among the subjects: there are none"),
        (Language::Zh, 0, _) => format!("对象中没有 {name}：没有任何对象"),
        (Language::En, _, 0) => format!("{name} is not among the subjects: {shown}"),
        (Language::Zh, _, 0) => format!("对象中没有 {name}：对象有 {shown}"),
        (Language::En, ..) => {
            format!("{name} is not among the subjects: {shown} and {more} more")
        }
        (Language::Zh, ..) => format!("对象中没有 {name}：对象有 {shown} 等 {} 个", known.len()),
    }
}

/// The outcome that came out, and the accounting behind it.
pub(super) fn other_outcome(
    found: ItemOutcome,
    expected: &str,
    counts: &Counts,
    language: Language,
) -> String {
    let found = found.words(language);
    let each = [
        (Verdict::Met, counts.met),
        (Verdict::NotMet, counts.not_met),
        (Verdict::CannotTell, counts.cannot_tell),
        (Verdict::NotApplicable, counts.not_applicable),
        (Verdict::Excused, counts.excused),
        (Verdict::Waived, counts.waived),
        (Verdict::Awaiting, counts.awaiting),
    ];
    let each: Vec<String> = each
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| match language {
            Language::En => format!("{count} {}", verdict.words(language)),
            Language::Zh => format!("{} {count}", verdict.words(language)),
        })
        .collect();
    let each = each.join(language.pick(", ", "、"));
    let subjects = counts.subjects;
    match (language, subjects) {
        (Language::En, 0) => format!("the item is {found} (expected: {expected}); no subjects"),
        (Language::En, _) => {
            format!("the item is {found} (expected: {expected}); subjects {subjects}: {each}")
        }
        (Language::Zh, 0) => format!("该项结论为{found}（期望：{expected}）；没有对象"),
        (Language::Zh, _) => {
            format!("该项结论为{found}（期望：{expected}）；对象 {subjects} 个：{each}")
        }
    }
}

/// `B: not met`, and why.
pub(super) fn verdict(name: &str, found: Verdict, why: &str, language: Language) -> String {
    let line = match language {
        Language::En => format!("{name}: {}", found.words(language)),
        Language::Zh => format!("{name}：{}", found.words(language)),
    };
    with(line, why, language)
}

fn with(line: String, why: &str, language: Language) -> String {
    if why.is_empty() {
        line
    } else {
        format!("{line}{}{why}", language.pick(" - ", "——"))
    }
}

/// What a finding says: its reasons where it cannot be told, else its message; and the cells that it rests on, but for its own key.
pub(super) fn finding(finding: &Finding, language: Language) -> String {
    let (comma, open, close) = match language {
        Language::En => ("; ", " (", ")"),
        Language::Zh => ("；", "（", "）"),
    };
    let reasons: Vec<&str> = finding.reasons.iter().map(|r| r.text.as_str()).collect();
    let mut text = match reasons.as_slice() {
        [] => finding.message.clone(),
        reasons => reasons.join(comma),
    };
    let own_key = |cell: &&crate::findings::CellRun| {
        let mut key = finding.subject.key.iter();
        key.any(|part| *part.name == *cell.column && part.value == cell.value)
    };
    // Of rows the cells say it; a message of its own may not.
    if let Some(actual) = &finding.actual
        && matches!(finding.subject.kind, "group" | "whole")
        && !text.contains(&actual.text)
    {
        let found = language.pick("found ", "实际为 ");
        text = format!("{text}{comma}{found}{}", actual.text);
    }
    let cells: Vec<String> = finding
        .cells
        .iter()
        .filter(|cell| !own_key(cell))
        .take(MOST_CELLS)
        .map(|cell| {
            let blank = language.pick("(blank)", "（空）");
            let value = if cell.value.trim().is_empty() {
                blank
            } else {
                &cell.value
            };
            match language {
                Language::En => format!("{} {value}", cell.header),
                Language::Zh => format!("{}为 {value}", cell.header),
            }
        })
        .collect();
    if !cells.is_empty() {
        let cells = cells.join(language.pick(", ", "、"));
        text = format!("{text}{open}{cells}{close}");
    }
    text
}
