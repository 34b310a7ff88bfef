//! What reports for people say of an item beside its requirement, of excused subjects, and of adopted checklists that were changed.

use super::plain::{column, key, place, shown};
use super::words::{Words, grouped};
use crate::findings::{ExcusedRun, ItemMore, ItemRun};
use crate::types::Language;

/// The heading of the list of excused subjects.
pub(super) fn excused_heading(language: Language) -> &'static str {
    language.pick("Excused", "例外")
}

/// The label of what adopted checklists were changed in.
pub(super) fn changed_label(language: Language) -> &'static str {
    language.pick("changed", "改动")
}

/// What proves that a subject is excused, by label.
pub(super) fn proof_label(language: Language) -> &'static str {
    language.pick("proof", "证明")
}

/// The lines of an item that bear on its outcome: label and text.
pub(super) fn bearing(language: Language, more: &ItemMore) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if more.aim {
        let text = language.pick("not counted as a failure", "不计为不合格");
        lines.push((language.pick("aim", "倡导"), text.to_owned()));
    }
    if let Some(reason) = &more.not_inspectable {
        lines.push((language.pick("not inspectable", "不可检查"), reason.clone()));
    }
    lines
}

/// The lines of an item for whoever works on its findings: label and text.
pub(super) fn handling(
    language: Language,
    words: &Words,
    more: &ItemMore,
) -> Vec<(&'static str, String)> {
    [
        (
            language.pick("action", "措施"),
            more.action.clone().unwrap_or_default(),
        ),
        (
            language.pick("copy to", "抄送"),
            more.copies.join(words.comma),
        ),
        (language.pick("tags", "标签"), more.tags.join(words.comma)),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .collect()
}

/// An excused subject in one line: its key, and by what.
pub(super) fn excused_line(words: &Words, excused: &ExcusedRun) -> String {
    let mut who = key(words, &excused.subject.key);
    if let (true, Some(row)) = (who.is_empty(), excused.subject.row) {
        who = format!("{} {row}", words.row);
    }
    format!("{who}{}{}", words.colon, excused.by)
}

/// The cells that prove it.
pub(super) fn proof(words: &Words, excused: &ExcusedRun) -> Vec<String> {
    (excused.cells.iter())
        .map(|cell| {
            let value = shown(words, &cell.value);
            format!("{} {}{}{value}", place(cell), column(cell), words.colon)
        })
        .collect()
}

/// How many excused subjects are not listed, in words.
pub(super) fn excused_left_out(
    language: Language,
    item: &ItemRun,
    listed: usize,
) -> Option<String> {
    let missing = item.counts.excused.checked_sub(listed as u64)?;
    (missing > 0).then(|| match language {
        Language::En => format!("… and {} more", grouped(missing)),
        Language::Zh => format!("……另有 {} 个", grouped(missing)),
    })
}
