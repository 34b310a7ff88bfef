//! A made-up run with very many findings.

use super::fixture::{finding, item, one};
use super::made::Made;
use duban::findings::{
    Finding, FindingOutcome, ItemOutcome, ItemRun, ReasonRun, Severity, Subject,
};
use duban::types::Language;

/// A run with `count` findings in 12 townships and about 60 schools, one in ten undecided.
pub(crate) fn many(language: Language, count: usize) -> Made {
    const TOWNSHIPS: [&str; 12] = [
        "城关镇",
        "白音乡",
        "东胜镇",
        "河套镇",
        "红旗乡",
        "金泉镇",
        "柳林乡",
        "南湖镇",
        "青山乡",
        "沙沟镇",
        "双河镇",
        "西滩乡",
    ];
    let mut made = one(language);
    let severities = [
        Severity::Major,
        Severity::Critical,
        Severity::Minor,
        Severity::Note,
    ];
    let ids = [
        "persuader",
        "visit",
        "enrolled",
        "aid-amount",
        "home-teaching",
        "returned",
        "status",
        "ledger",
    ];
    made.run.items = ids
        .iter()
        .enumerate()
        .map(|(number, id)| {
            let share = (count / ids.len()) as u64;
            ItemRun {
                severity: severities[number % 4],
                ..item(
                    language,
                    id,
                    ItemOutcome::NotMet,
                    [share * 3, share * 2, share - share / 10, share / 10],
                )
            }
        })
        .collect();
    let base = finding(language);
    made.findings = (0..count)
        .map(|number| {
            // Neighbours differ, and some townships have far more than others.
            let mixed = number * 2_654_435_761 % 4_294_967_296;
            let township = (mixed / 7 % 144 + 1).isqrt() - 1;
            let school = mixed / 1009 % 5;
            let row = 1 + number as u64;
            let undecided = mixed % 10 == 0;
            let item = number * ids.len() / count;
            let place = TOWNSHIPS[township.min(11)];
            let mut finding = Finding {
                id: format!("{number:024}"),
                item,
                severity: severities[item % 4],
                township: place.into(),
                school: if school == 4 {
                    String::new()
                } else {
                    format!("{place}第{}小学", school + 1)
                },
                subject: Subject {
                    row: Some(row),
                    ..base.subject.clone()
                },
                ..base.clone()
            };
            for cell in &mut finding.cells {
                cell.row = row;
                cell.line = row + 1;
            }
            if undecided {
                finding.outcome = FindingOutcome::CannotTell;
                finding.expected = None;
                finding.actual = None;
                finding.reasons = vec![ReasonRun {
                    code: "blank",
                    cell: Some(0),
                    text: language.pick("persuader is blank", "劝返责任人为空").into(),
                }];
            }
            finding
        })
        .collect();
    made
}
