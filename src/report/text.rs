//! The report for a terminal: what was read, the accounting, the findings by item, what cannot be told, and one closing line.
//!
//! Lines fit 100 columns, Chinese text counted as it is shown. Long lists are cut with the number of what is left out.

use super::Report;
use super::more::{
    bearing, changed_label, excused_heading, excused_left_out, excused_line, handling, proof,
};
use super::plain::{
    column, key, pad_left, pad_right, place, problems, rows_searched, searched, shown, verdicts,
    visible, width, wrap,
};
use super::words::{
    Words, cites, counted, finding_outcome, grouped, how_judged, left_open, rows, severity, words,
};
use crate::findings::{Finding, FindingOutcome, Findings, ItemOutcome, ItemRun, Run, Visited};
use crate::types::Language;
use std::io::{self, Write};

/// Plain text.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// Whether to write colours.
    pub colour: bool,
}

/// How wide lines are.
const COLUMNS: usize = 80;

/// How many findings of an item are shown, of those not met and of the undecided ones each.
const MOST_FINDINGS: u64 = 20;

/// How many places of a problem are shown.
const MOST_PLACES: usize = 3;

impl Report for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let mut page = Page {
            run,
            words: words(run.language),
            language: run.language,
            colour: self.colour,
            text: String::new(),
        };
        page.head();
        page.what_was_read();
        page.accounting();
        let undecided = page.not_met(findings, out)?;
        page.undecided(&undecided);
        page.excused();
        page.closing(&undecided);
        out.write_all(page.text.as_bytes())
    }
}

/// Colours by their terminal codes.
const BOLD: &str = "1";
const FAINT: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// The text written so far.
struct Page<'r> {
    run: &'r Run,
    words: &'static Words,
    language: Language,
    colour: bool,
    text: String,
}

/// What was seen while the findings went by.
#[derive(Default)]
struct Seen {
    not_met: u64,
    undecided: u64,
    /// Of these, how many wait for an answer.
    awaiting: u64,
    /// By item: how many, and the texts of the first.
    items: Vec<(u64, String)>,
}

impl Page<'_> {
    fn paint(&self, colour: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{colour}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint(BOLD, text);
        self.line("");
        self.line(&text);
    }

    /// A paragraph: the first line after `first`, the others after as many blanks.
    fn paragraph(&mut self, first: &str, text: &str) {
        let indent = width(first);
        for (number, line) in wrap(text, COLUMNS - indent).iter().enumerate() {
            if number == 0 {
                self.line(&format!("{first}{line}"));
            } else {
                self.line(&format!("{}{line}", " ".repeat(indent)));
            }
        }
    }

    fn head(&mut self) {
        let mut title = self.words.title.to_owned();
        if let Some(day) = &self.run.as_of {
            title.push_str(&format!(" · {} {day}", self.words.as_of));
        }
        let title = self.paint(BOLD, &title);
        self.line(&title);
        let labels = [self.words.audit, self.words.checklist, self.words.settings];
        let label_width = labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let label = |text: &str| pad_right(text, label_width);
        self.paragraph(&label(labels[0]), &visible(&self.run.audit));
        for checklist in &self.run.checklists {
            let title = visible(&checklist.title);
            let text = match self.language {
                Language::En => format!("{title} ({})", checklist.path),
                Language::Zh => format!("{title}（{}）", checklist.path),
            };
            self.paragraph(&label(labels[1]), &text);
        }
        if !self.run.settings.is_empty() {
            let settings: Vec<String> = self
                .run
                .settings_shown()
                .map(|(name, value)| match value {
                    Some(value) => format!("{} = {}", visible(name), visible(value)),
                    None => format!("{} {}", visible(name), self.words.not_set),
                })
                .collect();
            self.paragraph(&label(labels[2]), &settings.join(self.words.comma));
        }
        for change in &self.run.changed {
            let first = label(changed_label(self.language));
            self.paragraph(&first, &visible(change));
        }
        let privacy = if self.run.revealed {
            self.words.revealed
        } else {
            self.words.masked
        };
        self.paragraph("", privacy);
        if !self.run.comparable_ids {
            self.paragraph("", self.words.fresh_ids);
        }
    }

    fn what_was_read(&mut self) {
        self.heading(self.words.what_was_read);
        if self.run.datasets.is_empty() {
            self.line(&format!("  {}", self.words.nothing_read));
        }
        let run = self.run;
        let table: Vec<[String; 3]> = run
            .datasets
            .iter()
            .map(|dataset| {
                [
                    visible(&dataset.shown).into_owned(),
                    super::plain::read_from(self.language, dataset),
                    rows(self.language, dataset.rows),
                ]
            })
            .collect();
        let widest = |at: usize| table.iter().map(|row| width(&row[at])).max().unwrap_or(0);
        let (names, files, counts) = (widest(0), widest(1), widest(2));
        for (dataset, [name, file, count]) in run.datasets.iter().zip(&table) {
            let line = format!(
                "  {}  {}  {}  {}",
                pad_right(name, names),
                pad_right(file, files),
                pad_left(count, counts),
                dataset.encoding.as_deref().unwrap_or_default()
            );
            self.line(line.trim_end());
            for part in super::plain::parts(self.language, dataset) {
                self.line(&format!("    {part}"));
            }
            for problem in problems(self.language, dataset, MOST_PLACES) {
                let mark = self.paint(YELLOW, "!");
                // Painting takes no columns, so the indent is that of the plain mark.
                for (number, text) in wrap(&problem, COLUMNS - 6).iter().enumerate() {
                    if number == 0 {
                        self.line(&format!("    {mark} {text}"));
                    } else {
                        self.line(&format!("      {text}"));
                    }
                }
            }
        }
    }

    fn accounting(&mut self) {
        self.heading(self.words.accounting);
        let run = self.run;
        if run.items.is_empty() {
            self.line(&format!("  {}", self.words.no_items));
            return;
        }
        // Columns that are zero for every item are left out; the others still add up.
        let used: Vec<usize> = (0..8)
            .filter(|&at| at < 4 || run.items.iter().any(|item| verdicts(&item.counts)[at] > 0))
            .collect();
        let labels: Vec<&str> = used.iter().map(|&at| self.words.short_counts[at]).collect();
        let widths: Vec<usize> = used
            .iter()
            .zip(&labels)
            .map(|(&at, label)| {
                let numbers = run.items.iter().map(|item| verdicts(&item.counts)[at]);
                let widest = numbers.map(|n| grouped(n).len()).max().unwrap_or(0);
                widest.max(width(label))
            })
            .collect();
        let longest = run
            .items
            .iter()
            .map(|item| width(self.short_id(&item.id)))
            .max()
            .unwrap_or(0);
        let outcomes = run
            .items
            .iter()
            .map(|item| width(item.outcome.words(self.language)))
            .max()
            .unwrap_or(0);
        // Names that do not fit get a line of their own.
        let taken = 4 + outcomes + 2 + widths.iter().map(|width| width + 2).sum::<usize>();
        let names = longest.clamp(8, 28).min(COLUMNS.saturating_sub(taken));
        let mut header = pad_right("", names + 4);
        for (label, width) in labels.iter().zip(&widths) {
            header.push_str(&format!("  {}", pad_left(label, *width)));
        }
        let header = self.paint(FAINT, &header);
        self.line(&header);
        for item in &run.items {
            let name = self.short_id(&item.id);
            let mut numbers = String::new();
            let counts = verdicts(&item.counts);
            for (&at, width) in used.iter().zip(&widths) {
                numbers.push_str(&format!("  {}", pad_left(&grouped(counts[at]), *width)));
            }
            let (mark, colour) = mark(item.outcome);
            let mark = self.paint(colour, mark);
            let outcome = self.paint(colour, item.outcome.words(self.language));
            if width(name) > names {
                self.line(&format!("  {mark} {name}"));
                self.line(&format!("    {}{numbers}  {outcome}", " ".repeat(names)));
            } else {
                let name = pad_right(name, names);
                self.line(&format!("  {mark} {name}{numbers}  {outcome}"));
            }
            for remark in how_judged(self.language, item).iter().chain(&item.remarks) {
                self.paragraph("      ", &visible(remark));
            }
            for (label, text) in bearing(self.language, &item.more) {
                let first = format!("      {label}{}", self.words.colon);
                self.paragraph(&first, &visible(&text));
            }
        }
    }

    /// The item's id, without the checklist's where there is only one.
    fn short_id<'i>(&self, id: &'i str) -> &'i str {
        match (id.split_once('/'), self.run.checklists.len()) {
            (Some((_, item)), 0 | 1) => item,
            _ => id,
        }
    }

    /// Writes what is not met and keeps the rest for later.
    fn not_met(&mut self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<Seen> {
        self.heading(self.words.findings);
        let mut seen = Seen {
            items: vec![(0, String::new()); self.run.items.len()],
            ..Seen::default()
        };
        let mut current = None;
        let mut of_item = 0;
        findings.visit_first(MOST_FINDINGS, &mut |visited| {
            let Visited { item, count, .. } = visited;
            if visited.outcome != FindingOutcome::NotMet {
                seen.undecided += count;
                seen.awaiting += match visited.outcome {
                    FindingOutcome::Awaiting => count,
                    _ => 0,
                };
                if let Some((of_item, texts)) = seen.items.get_mut(item) {
                    *of_item += count;
                    if let Some(finding) = visited.finding.filter(|_| *of_item <= MOST_FINDINGS) {
                        texts.push_str(&self.apart(|page| page.finding(finding, *of_item)));
                    }
                }
                return Ok(());
            }
            if current != Some(item) {
                self.left_out(of_item);
                current = Some(item);
                of_item = 0;
                self.item_heading(item);
            }
            of_item += count;
            seen.not_met += count;
            if let Some(finding) = visited.finding.filter(|_| of_item <= MOST_FINDINGS) {
                self.finding(finding, of_item);
            }
            out.write_all(self.text.as_bytes())?;
            self.text.clear();
            Ok(())
        })?;
        self.left_out(of_item);
        if seen.not_met == 0 {
            self.line(&format!("  {}", self.words.no_findings));
        }
        Ok(seen)
    }

    /// What `write` adds, taken out of the page again.
    fn apart(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = self.text.len();
        write(self);
        self.text.split_off(before)
    }

    fn left_out(&mut self, count: u64) {
        if count > MOST_FINDINGS {
            let more = grouped(count - MOST_FINDINGS);
            let text = match self.language {
                Language::En => format!("… and {more} more ({})", self.words.all_in_json),
                Language::Zh => format!("……另有 {more} 条（{}）", self.words.all_in_json),
            };
            self.line(&format!("     {text}"));
        }
    }

    /// The item's title, clause, owner and requirement.
    fn item_heading(&mut self, index: usize) {
        let run = self.run;
        let Some(item) = run.items.get(index) else {
            return;
        };
        self.line("");
        let grave = severity(self.language, item.severity);
        let title = format!(
            "{}  {} [{grave}]",
            self.short_id(&item.id),
            visible(&item.title)
        );
        for (number, line) in wrap(&title, COLUMNS - 2).iter().enumerate() {
            let line = self.paint(BOLD, line);
            self.line(&format!(
                "{}{line}",
                if number == 0 { "  " } else { "    " }
            ));
        }
        let mut about = cites(self.language, &item.cites);
        for (label, text) in [
            (self.words.owner, item.owner.join(self.words.comma)),
            (self.words.due, item.due.clone().unwrap_or_default()),
        ] {
            if !text.is_empty() {
                about.push_str(&format!(" · {label}{}{text}", self.words.colon));
            }
        }
        self.paragraph("  ", &visible(&about));
        if !item.explained.is_empty() {
            let first = format!("  {}{}", self.words.asks, self.words.colon);
            self.paragraph(&first, &visible(&item.explained));
        }
        if let Some(note) = &item.note {
            let first = format!("  {}{}", self.words.note, self.words.colon);
            self.paragraph(&first, &visible(note));
        }
        for (label, text) in handling(self.language, self.words, &item.more) {
            let first = format!("  {label}{}", self.words.colon);
            self.paragraph(&first, &visible(&text));
        }
        if let Some(cut) = item.truncated {
            let (shown, total) = (grouped(cut.shown), grouped(cut.total));
            let text = match self.language {
                Language::En => format!("{shown} of {total} findings are listed"),
                Language::Zh => format!("共 {total} 条，列出 {shown} 条"),
            };
            self.paragraph("  ", &text);
        }
    }

    fn finding(&mut self, finding: &Finding, number: u64) {
        let words = self.words;
        let number = format!("{number:>4}. ");
        let mut message = visible(&finding.message).into_owned();
        if finding.tolerated {
            message.push_str(&format!(" ({})", words.tolerated));
        }
        let item = self.run.items.get(finding.item);
        if item.is_some_and(|item| item.severity != finding.severity) {
            message.push_str(&format!(" [{}]", severity(self.language, finding.severity)));
        }
        self.paragraph(&number, &message);
        let mut compared = Vec::new();
        for (label, value) in [
            (words.requires, &finding.expected),
            (words.found, &finding.actual),
        ] {
            if let Some(value) = value {
                compared.push(format!("{label}{}{}", words.colon, visible(&value.text)));
            }
        }
        if !compared.is_empty() {
            self.paragraph("      ", &compared.join(self.language.pick("; ", "；")));
        }
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0).min(40);
        let places = widest(&mut finding.cells.iter().map(|cell| width(&place(cell))));
        let names = widest(&mut finding.cells.iter().map(|cell| width(&column(cell))));
        let row = |row: u64| format!("{} {row}", words.row);
        let rows_width = widest(&mut finding.cells.iter().map(|cell| width(&row(cell.row))));
        for cell in &finding.cells {
            let first = format!(
                "      {}  {}  {}  ",
                pad_right(&place(cell), places),
                pad_right(&row(cell.row), rows_width),
                pad_right(&column(cell), names)
            );
            if width(&first) + 20 > COLUMNS {
                let text = format!("{}  {}", first.trim(), shown(words, &cell.value));
                self.paragraph("      ", &text);
            } else {
                self.paragraph(&first, &shown(words, &cell.value));
            }
        }
        for one in &finding.searched {
            let rows = rows_searched(self.language, finding, one);
            let text = format!("{} {}", words.looked_in, searched(words, one, &rows));
            self.paragraph("      ", &text);
        }
        if finding.cells.is_empty() && finding.searched.is_empty() {
            // Nothing to point at but the subject itself.
            self.paragraph("      ", &key(words, &finding.subject.key));
        }
        for reason in &finding.reasons {
            let first = format!("      {}{}", words.reason, words.colon);
            self.paragraph(&first, &visible(&reason.text));
        }
        if item.is_some_and(|item| item.owner != finding.owner) && !finding.owner.is_empty() {
            let owner = finding.owner.join(words.comma);
            let text = format!("{}{}{}", words.owner, words.colon, visible(&owner));
            self.paragraph("      ", &text);
        }
        if let Some(due) = &finding.due
            && item.is_some_and(|item| item.due != finding.due)
        {
            let text = format!("{}{}{due}", words.due, words.colon);
            self.paragraph("      ", &text);
        }
        let (file, line, column) = &finding.rule;
        let text = format!("{} · {}:{line}:{column}", finding.id, visible(file));
        let text = self.paint(FAINT, &text);
        self.line(&format!("      {text}"));
    }

    /// What cannot be told, item by item.
    fn undecided(&mut self, seen: &Seen) {
        self.heading(left_open(self.run));
        if seen.undecided == 0 {
            self.line(&format!("  {}", self.words.none_cannot_tell));
        }
        for (index, (count, texts)) in seen.items.iter().enumerate() {
            if *count > 0 {
                self.item_heading(index);
                self.text.push_str(texts);
                self.left_out(*count);
            }
        }
    }

    /// Who is excused, item by item, with what proves it; nothing where nobody is.
    fn excused(&mut self) {
        let run = self.run;
        if run.items.iter().all(|item| item.more.excused.is_empty()) {
            return;
        }
        self.heading(excused_heading(self.language));
        for item in run.items.iter().filter(|i| !i.more.excused.is_empty()) {
            let title = format!("{}  {}", self.short_id(&item.id), visible(&item.title));
            let title = self.paint(BOLD, &title);
            self.line("");
            self.line(&format!("  {title}"));
            let listed = usize::try_from(MOST_FINDINGS).unwrap_or(usize::MAX);
            for (number, excused) in item.more.excused.iter().take(listed).enumerate() {
                let first = format!("{:>4}. ", number + 1);
                self.paragraph(&first, &excused_line(self.words, excused));
                for cell in proof(self.words, excused) {
                    self.paragraph("      ", &cell);
                }
            }
            let listed = listed.min(item.more.excused.len());
            if let Some(more) = excused_left_out(self.language, item, listed) {
                self.line(&format!("     {more}"));
            }
        }
    }

    /// The whole run in one line, with the numbers a reader reports.
    fn closing(&mut self, seen: &Seen) {
        let language = self.language;
        let mut outcomes = Vec::new();
        for outcome in OUTCOMES {
            let has = |item: &&ItemRun| item.outcome == outcome;
            let count = self.run.items.iter().filter(has).count() as u64;
            if count > 0 {
                let text = format!("{} {}", outcome.words(language), grouped(count));
                outcomes.push(self.paint(mark(outcome).1, &text));
            }
        }
        let items = self.run.items.len() as u64;
        let items = counted(language, items, ["item", "items"], "个检查项");
        let problems: u64 = self
            .run
            .datasets
            .iter()
            .flat_map(|dataset| &dataset.problems)
            .map(|problem| problem.count)
            .sum();
        let not_met = finding_outcome(language, FindingOutcome::NotMet);
        let undecided = finding_outcome(language, FindingOutcome::CannotTell);
        let separator = self.words.comma;
        let mut listed = format!(
            "{not_met} {}{separator}{undecided} {}",
            grouped(seen.not_met),
            grouped(seen.undecided - seen.awaiting)
        );
        if seen.awaiting > 0 {
            let awaiting = finding_outcome(language, FindingOutcome::Awaiting);
            listed.push_str(&format!("{separator}{awaiting} {}", grouped(seen.awaiting)));
        }
        if let Some(cut) = self.run.truncated {
            listed.push_str(&match language {
                Language::En => format!(" (of {} in all)", grouped(cut.total)),
                Language::Zh => format!("（共 {} 条）", grouped(cut.total)),
            });
        }
        let of_items = if outcomes.is_empty() {
            String::new()
        } else {
            format!("{}{}", self.words.colon, outcomes.join(separator))
        };
        self.line("");
        self.line(&format!("{items}{of_items}"));
        self.line(&format!(
            "{}{}{} · {}{}{}",
            self.words.findings,
            self.words.colon,
            listed,
            self.words.problems,
            self.words.colon,
            grouped(problems)
        ));
    }
}

/// All outcomes, from good to bad to none.
const OUTCOMES: [ItemOutcome; 6] = [
    ItemOutcome::Met,
    ItemOutcome::NotMet,
    ItemOutcome::CannotTell,
    ItemOutcome::Awaiting,
    ItemOutcome::NothingToJudge,
    ItemOutcome::NotInspectable,
];

/// The sign of an outcome and its colour.
fn mark(outcome: ItemOutcome) -> (&'static str, &'static str) {
    match outcome {
        ItemOutcome::Met => ("✓", GREEN),
        ItemOutcome::NotMet => ("✗", RED),
        ItemOutcome::CannotTell | ItemOutcome::Awaiting => ("?", YELLOW),
        ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable => ("-", FAINT),
    }
}
