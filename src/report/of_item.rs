//! What formats that speak of items rather than of findings need to know of the findings: the rule's place, the first messages, the gravest.

use super::plain::{verdicts, visible};
use super::words::{counted, grouped, words};
use crate::findings::{Counts, FindingOutcome, Findings, ItemRun, Run, Severity};
use crate::types::Language;
use std::io;

/// The findings of one item, in short.
#[derive(Debug, Clone, Default)]
pub(super) struct OfItem {
    /// Where the item's sentence stands: file as seen from where the program was started, line and column from 1.
    pub(super) rule: Option<(String, u32, u32)>,
    /// How many findings there are.
    pub(super) findings: u64,
    /// The messages of the first, the undecided ones with their reasons.
    pub(super) messages: Vec<String>,
    /// The gravest of those that are not met and not tolerated.
    pub(super) gravest: Option<Severity>,
}

/// The findings of every item, with at most so many messages each.
pub(super) fn of_items(findings: &dyn Findings, most: usize) -> io::Result<Vec<OfItem>> {
    let run = findings.run();
    let words = words(run.language);
    let mut items = vec![OfItem::default(); run.items.len()];
    findings.visit_first(most as u64, &mut |visited| {
        let Some(item) = items.get_mut(visited.item) else {
            return Ok(());
        };
        item.findings += visited.count;
        let Some(finding) = visited.finding else {
            return Ok(());
        };
        if item.rule.is_none() {
            let (file, line, column) = &finding.rule;
            item.rule = Some((from_here(run, file), *line, *column));
        }
        if finding.outcome == FindingOutcome::NotMet && !finding.tolerated {
            item.gravest = item.gravest.max(Some(finding.severity));
        }
        if item.messages.len() < most {
            let mut message = visible(&finding.message).into_owned();
            if finding.tolerated {
                message.push_str(&format!(" ({})", words.tolerated));
            }
            item.messages.push(message);
        }
        Ok(())
    })?;
    Ok(items)
}

/// A path relative to the audit file, as seen from where the audit file's own path begins: `lists/names.duban` for `../lists/names.duban`
/// of `audits/2020.yaml`.
pub(super) fn from_here(run: &Run, path: &str) -> String {
    let absolute = path.starts_with('/') || path.as_bytes().get(1) == Some(&b':');
    let folder = run.audit.rsplit_once('/').map_or("", |(folder, _)| folder);
    if absolute || folder.is_empty() {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "." => {}
            ".." if !matches!(parts.last(), None | Some(&("" | ".."))) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The accounting of an item in one line, without the verdicts that nobody has: `12 subjects: 9 met, 3 not met`.
pub(super) fn account(language: Language, counts: &Counts) -> String {
    let [subjects, verdicts @ ..] = verdicts(counts);
    let [_, labels @ ..] = words(language).counts;
    let some: Vec<String> = labels
        .iter()
        .zip(verdicts)
        .filter(|(_, count)| *count > 0)
        .map(|(label, count)| match language {
            Language::En => format!("{} {label}", grouped(count)),
            Language::Zh => format!("{label} {}", grouped(count)),
        })
        .collect();
    let subjects = counted(language, subjects, ["subject", "subjects"], "个对象");
    match (some.is_empty(), language) {
        (true, _) => subjects,
        (false, Language::En) => format!("{subjects}: {}", some.join(", ")),
        (false, Language::Zh) => format!("{subjects}：{}", some.join("、")),
    }
}

/// `… and 7 more`, where some are not listed.
pub(super) fn more(language: Language, item: &OfItem, run: &ItemRun) -> Option<String> {
    let total = run.truncated.map_or(item.findings, |cut| cut.total);
    let left_out = total.saturating_sub(item.messages.len() as u64);
    (left_out > 0).then(|| match language {
        Language::En => format!("… and {} more", grouped(left_out)),
        Language::Zh => format!("……另有 {} 条", grouped(left_out)),
    })
}
