//! Annotations of GitHub Actions: a line an item that is not met or open, at its sentence, and a line for every problem of the data.
//!
//! GitHub shows ten annotations of a kind, so an item is one annotation and not a hundred.

use super::Report;
use super::of_item::{account, more, of_items};
use super::plain::{problems, visible};
use crate::findings::{Findings, ItemOutcome, Severity};
use crate::types::markup::{command_property, command_text};
use std::io::{self, Write};

/// Annotations.
#[derive(Debug, Clone, Copy)]
pub struct Github;

/// How many findings of an item are listed.
const MOST_MESSAGES: usize = 5;

impl Report for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn for_programs(&self) -> bool {
        true
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        for dataset in &run.datasets {
            let title = command_property(&format!("{} ({})", dataset.shown, dataset.file));
            for problem in problems(run.language, dataset, 1) {
                writeln!(out, "::warning title={title}::{}", command_text(&problem))?;
            }
        }
        for (item, of_item) in run.items.iter().zip(of_items(findings, MOST_MESSAGES)?) {
            let level = match item.outcome {
                ItemOutcome::NotMet => match of_item.gravest.unwrap_or(item.severity) {
                    Severity::Critical | Severity::Major => "error",
                    Severity::Minor => "warning",
                    Severity::Note => "notice",
                },
                ItemOutcome::CannotTell => "warning",
                ItemOutcome::Awaiting | ItemOutcome::NothingToJudge => "notice",
                // What it tolerates is still said.
                ItemOutcome::Met if of_item.findings > 0 => "notice",
                // What it rests on is not in force.
                ItemOutcome::Met if !item.more.out_of_force.is_empty() => "notice",
                ItemOutcome::Met | ItemOutcome::NotInspectable => continue,
            };
            let place = of_item.rule.as_ref().map(|(file, line, column)| {
                format!("file={},line={line},col={column},", command_property(file))
            });
            let mut text = vec![format!(
                "{} ({})",
                item.outcome.words(run.language),
                account(run.language, &item.counts)
            )];
            text.extend(of_item.messages.iter().cloned());
            text.extend(more(run.language, &of_item, item));
            text.extend(item.more.out_of_force.iter().cloned());
            writeln!(
                out,
                "::{level} {}title={}::{}",
                place.unwrap_or_default(),
                command_property(&format!("{} {}", item.id, visible(&item.title))),
                command_text(&text.join("\n")),
            )?;
        }
        Ok(())
    }
}
