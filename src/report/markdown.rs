//! Markdown, for the summary of a CI job or a page of a wiki: what was read, the accounting as a table, the first findings of each item.
//!
//! Texts of the author's and of the data are escaped: they never become headings, tables, links or HTML.

use super::Report;
use super::plain::{column, place, problems, rows_searched, searched, shown, verdicts, visible};
use super::words::{Words, cites, finding_outcome, grouped, how_judged, rows, severity, words};
use crate::findings::{Finding, FindingOutcome, Findings, ItemOutcome, Run, Visited};
use crate::types::Language;
use std::io::{self, Write};

/// Markdown.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

/// How many findings of an item are shown, of those not met and of the undecided ones each.
const MOST_FINDINGS: u64 = 20;

/// How many places of a problem are shown.
const MOST_PLACES: usize = 3;

impl Report for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("findings.md")
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let words = words(run.language);
        head(run, words, out)?;
        what_was_read(run, words, out)?;
        accounting(run, words, out)?;
        writeln!(out, "\n## {}", words.findings)?;
        let mut list = List::new(run, words);
        findings.visit_first(MOST_FINDINGS, &mut |visited| list.add(visited, out))?;
        list.left_out(out)?;
        if list.current.is_none() {
            writeln!(out, "\n{}", words.no_findings)?;
        }
        Ok(())
    }
}

/// A text that stands in Markdown for itself, on one line.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // A mention would call somebody.
            '@' => safe.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => {
                safe.push('\\');
                safe.push(character);
            }
            other => safe.push(other),
        }
    }
    // At the beginning of a line these begin a list or underline a heading.
    if safe.starts_with(['+', '-', '=']) {
        safe.insert(0, '\\');
    }
    safe
}

fn head(run: &Run, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    match &run.as_of {
        Some(day) => writeln!(out, "# {} · {} {day}\n", words.title, words.as_of)?,
        None => writeln!(out, "# {}\n", words.title)?,
    }
    let colon = words.colon;
    writeln!(out, "- {}{colon}{}", words.audit, plain(&run.audit))?;
    for checklist in &run.checklists {
        let (title, path) = (plain(&checklist.title), plain(&checklist.path));
        writeln!(out, "- {}{colon}{title} ({path})", words.checklist)?;
    }
    for (name, value) in run.settings_shown() {
        let name = plain(name);
        match value {
            Some(value) => writeln!(out, "- {name} = {}", plain(value))?,
            None => writeln!(out, "- {name} {}", words.not_set)?,
        }
    }
    let privacy = if run.revealed {
        words.revealed
    } else {
        words.masked
    };
    writeln!(out, "- {privacy}")?;
    if !run.comparable_ids {
        writeln!(out, "- {}", words.fresh_ids)?;
    }
    Ok(())
}

fn what_was_read(run: &Run, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n", words.what_was_read)?;
    if run.datasets.is_empty() {
        return writeln!(out, "{}", words.nothing_read);
    }
    writeln!(
        out,
        "| {} | {} | {} | {} |\n| --- | --- | ---: | --- |",
        words.dataset, words.file, words.rows_read, words.problems
    )?;
    for dataset in &run.datasets {
        let file = super::plain::read_from(run.language, dataset);
        let parts = super::plain::parts(run.language, dataset);
        let files: Vec<String> = (std::iter::once(&file).chain(&parts))
            .map(|file| plain(file))
            .collect();
        let problems: Vec<String> = problems(run.language, dataset, MOST_PLACES)
            .iter()
            .map(|problem| plain(problem))
            .collect();
        let problems = match problems.is_empty() {
            true => words.no_problems.to_owned(),
            false => problems.join("<br>"),
        };
        writeln!(
            out,
            "| {} | {} | {} | {problems} |",
            plain(&dataset.shown),
            files.join("<br>"),
            rows(run.language, dataset.rows),
        )?;
    }
    Ok(())
}

fn accounting(run: &Run, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n", words.accounting)?;
    if run.items.is_empty() {
        return writeln!(out, "{}", words.no_items);
    }
    // Columns that are zero for every item are left out; the others still add up.
    let used: Vec<usize> = (0..8)
        .filter(|&at| at < 4 || run.items.iter().any(|item| verdicts(&item.counts)[at] > 0))
        .collect();
    let labels: Vec<&str> = used.iter().map(|&at| words.counts[at]).collect();
    writeln!(
        out,
        "| | {} | {} | {} | {} |\n| --- | --- | --- |{} --- |",
        words.item,
        words.title_of_item,
        labels.join(" | "),
        words.outcome,
        " ---: |".repeat(used.len()),
    )?;
    for item in &run.items {
        let counts = verdicts(&item.counts);
        let numbers: Vec<String> = used.iter().map(|&at| grouped(counts[at])).collect();
        let mut title = plain(&item.title);
        for remark in how_judged(run.language, item).iter().chain(&item.remarks) {
            title.push_str(&format!("<br>{}", plain(remark)));
        }
        writeln!(
            out,
            "| {} | {} | {title} | {} | {} |",
            mark(item.outcome),
            plain(&item.id),
            numbers.join(" | "),
            item.outcome.words(run.language),
        )?;
    }
    Ok(())
}

/// The sign of an outcome.
fn mark(outcome: ItemOutcome) -> &'static str {
    match outcome {
        ItemOutcome::Met => "✓",
        ItemOutcome::NotMet => "✗",
        ItemOutcome::CannotTell | ItemOutcome::Awaiting => "?",
        ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable => "–",
    }
}

/// The findings as they go by.
struct List<'r> {
    run: &'r Run,
    words: &'static Words,
    /// The item whose findings are being written.
    current: Option<usize>,
    /// Its findings so far: not met, undecided.
    seen: [u64; 2],
}

impl<'r> List<'r> {
    fn new(run: &'r Run, words: &'static Words) -> Self {
        Self {
            run,
            words,
            current: None,
            seen: [0; 2],
        }
    }

    fn add(&mut self, visited: Visited<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.current != Some(visited.item) {
            self.left_out(out)?;
            self.current = Some(visited.item);
            self.seen = [0; 2];
            self.heading(visited.item, out)?;
        }
        let seen = &mut self.seen[usize::from(visited.outcome != FindingOutcome::NotMet)];
        *seen += visited.count;
        match visited.finding {
            Some(finding) if *seen <= MOST_FINDINGS => self.finding(finding, out),
            _ => Ok(()),
        }
    }

    /// How many of the current item's findings are not shown.
    fn left_out(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(item) = self.current.and_then(|at| self.run.items.get(at)) else {
            return Ok(());
        };
        let [not_met, undecided] = self.seen;
        let shown = not_met.min(MOST_FINDINGS) + undecided.min(MOST_FINDINGS);
        let total = item.truncated.map_or(not_met + undecided, |cut| cut.total);
        if total <= shown {
            return Ok(());
        }
        let (more, all) = (grouped(total - shown), self.words.all_in_json);
        match self.run.language {
            Language::En => writeln!(out, "- … and {more} more ({all})"),
            Language::Zh => writeln!(out, "- ……另有 {more} 条（{all}）"),
        }
    }

    fn heading(&self, index: usize, out: &mut dyn Write) -> io::Result<()> {
        let Some(item) = self.run.items.get(index) else {
            return Ok(());
        };
        let (words, colon) = (self.words, self.words.colon);
        let grave = severity(self.run.language, item.severity);
        let (id, title) = (plain(&item.id), plain(&item.title));
        writeln!(out, "\n### {} {id} {title} ({grave})\n", mark(item.outcome))?;
        let mut about = plain(&cites(self.run.language, &item.cites));
        for (label, text) in [
            (words.owner, item.owner.join(words.comma)),
            (words.due, item.due.clone().unwrap_or_default()),
        ] {
            if !text.is_empty() {
                about.push_str(&format!(" · {label}{colon}{}", plain(&text)));
            }
        }
        writeln!(out, "{about}\n")?;
        if !item.explained.is_empty() {
            writeln!(out, "{}{colon}{}\n", words.asks, plain(&item.explained))?;
        }
        if let Some(note) = &item.note {
            writeln!(out, "{}{colon}{}\n", words.note, plain(note))?;
        }
        Ok(())
    }

    fn finding(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let (words, colon, language) = (self.words, self.words.colon, self.run.language);
        let outcome = finding_outcome(language, finding.outcome);
        let mut message = plain(&finding.message);
        if finding.tolerated {
            message.push_str(&format!(" ({})", words.tolerated));
        }
        let item = self.run.items.get(finding.item);
        if item.is_some_and(|item| item.severity != finding.severity) {
            message.push_str(&format!(" ({})", severity(language, finding.severity)));
        }
        writeln!(out, "- **{outcome}**{colon}{message}")?;
        for cell in &finding.cells {
            let (place, column) = (plain(&place(cell)), plain(&column(cell)));
            let value = plain(&shown(words, &cell.value));
            let row = format!("{} {}", words.row, cell.row);
            writeln!(out, "  - {place}, {row}, {column}{colon}{value}")?;
        }
        for one in &finding.searched {
            let rows = rows_searched(language, finding, one);
            let text = plain(&searched(words, one, &rows));
            writeln!(out, "  - {} {text}", words.looked_in)?;
        }
        for reason in &finding.reasons {
            writeln!(out, "  - {}{colon}{}", words.reason, plain(&reason.text))?;
        }
        Ok(())
    }
}
