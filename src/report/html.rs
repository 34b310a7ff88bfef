//! One page for a browser and for paper: nothing in it comes from elsewhere, and it can be read without script.
//!
//! What was read and the accounting come first, then what cannot be told, then a chart and the findings by township and school.

use super::Report;
use super::html_chart::chart;
use super::html_finding::{MOST_LISTED, Places, article, left_out};
use super::more::{
    bearing, changed_label, excused_heading, excused_left_out, excused_line, handling, proof,
};
use super::plain::{is_not_met, problems, read_from, verdicts, visible};
use super::words::{Words, cites, counted, grouped, how_judged, left_open, severity, words};
use crate::findings::{DatasetRun, Finding, Findings, ItemOutcome, ItemRun, Run};
use crate::types::Language;
use crate::types::markup::xml;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The page.
#[derive(Debug, Clone, Copy)]
pub struct Html;

/// How many places of a problem are shown.
const MOST_PLACES: usize = 5;

/// How many undecided findings of an item are shown beside its reasons; the others are folded.
const UNFOLDED: usize = 5;

impl Report for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn file_name(&self) -> Option<&'static str> {
        Some("findings.html")
    }

    fn write(&self, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
        let run = findings.run();
        let words = words(run.language);
        let mut seen = Seen::of(run);
        findings.visit(&mut |finding| {
            seen.add(run, words, finding);
            Ok(())
        })?;
        let mut page = head(run, words);
        summary(&mut page, run, words, &seen);
        what_was_read(&mut page, run, words);
        accounting(&mut page, run, words);
        undecided(&mut page, run, words, &seen);
        excused(&mut page, run, words);
        out.write_all(page.as_bytes())?;
        page.clear();
        list(&mut page, run, words, &seen);
        foot(&mut page, run, words);
        out.write_all(page.as_bytes())
    }
}

/// A text as it stands between tags or in an attribute, with what readers cannot see made visible.
pub(super) fn escape(text: &str) -> String {
    xml(&visible(text))
}

/// The findings as they went by.
struct Seen {
    not_met: u64,
    undecided: u64,
    places: Places,
    items: Vec<SeenOfItem>,
}

#[derive(Default)]
struct SeenOfItem {
    not_met: u64,
    undecided: u64,
    /// Reasons in words, with how often each was given.
    reasons: BTreeMap<String, u64>,
    articles: Vec<String>,
}

impl Seen {
    fn of(run: &Run) -> Self {
        Self {
            not_met: 0,
            undecided: 0,
            places: Places::default(),
            items: run.items.iter().map(|_| SeenOfItem::default()).collect(),
        }
    }

    fn add(&mut self, run: &Run, words: &Words, finding: &Finding) {
        let Some(item) = self.items.get_mut(finding.item) else {
            return;
        };
        if is_not_met(finding) {
            self.not_met += 1;
            item.not_met += 1;
            let listed = item.not_met <= MOST_LISTED;
            let article = listed.then(|| article(run, words, finding, false));
            self.places.add(finding, article);
            return;
        }
        self.undecided += 1;
        item.undecided += 1;
        for reason in &finding.reasons {
            *item.reasons.entry(reason.text.clone()).or_default() += 1;
        }
        if item.undecided <= MOST_LISTED {
            item.articles.push(article(run, words, finding, true));
        }
    }
}

fn head(run: &Run, words: &Words) -> String {
    let mut title = words.title.to_owned();
    let titles: Vec<&str> = run
        .checklists
        .iter()
        .map(|checklist| checklist.title.as_str())
        .collect();
    if !titles.is_empty() {
        title = format!("{}{}{}", title, words.colon, titles.join(words.comma));
    }
    let title = escape(&title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        run.language.pick("en", "zh-CN"),
        include_str!("page.css"),
    );
    let mut about = Vec::new();
    if let Some(day) = &run.as_of {
        about.push(format!("{} {}", words.as_of, escape(day)));
    }
    about.push(format!("{} {}", words.audit, escape(&run.audit)));
    page.push_str(&format!("<p class=\"faint\">{}</p>\n", about.join(" · ")));
    let privacy = if run.revealed {
        words.revealed
    } else {
        words.masked
    };
    page.push_str(&format!("<p class=\"faint\">{privacy}</p>\n"));
    page
}

fn summary(page: &mut String, run: &Run, words: &Words, seen: &Seen) {
    let language = run.language;
    let mut tiles = vec![
        ("", words.items, run.items.len() as u64),
        ("bad", words.findings, seen.not_met),
        ("open", left_open(run), seen.undecided),
    ];
    let of_data = run.datasets.iter().flat_map(|dataset| &dataset.problems);
    tiles.push(("open", words.problems, of_data.map(|one| one.count).sum()));
    page.push_str("<ul class=\"tiles\">\n");
    for (class, label, count) in tiles {
        let class = if count == 0 { "" } else { class };
        let count = grouped(count);
        page.push_str(&format!(
            "<li class=\"{class}\"><b>{count}</b><span>{label}</span></li>\n"
        ));
    }
    page.push_str("</ul>\n");
    if let Some(cut) = run.truncated {
        let (shown, total) = (grouped(cut.shown), grouped(cut.total));
        let text = match language {
            Language::En => format!(
                "{shown} of {total} findings are listed; the accounting counts all of them."
            ),
            Language::Zh => format!("共 {total} 条，列出 {shown} 条；逐项统计为全部数量。"),
        };
        page.push_str(&format!("<p><b>{text}</b></p>\n"));
    }
    page.push_str("<nav>");
    for (target, label) in [
        ("read", words.what_was_read),
        ("accounting", words.accounting),
        ("open", left_open(run)),
        ("chart", words.chart),
        ("findings", words.by_place),
    ] {
        page.push_str(&format!("<a href=\"#{target}\">{label}</a>"));
    }
    page.push_str("</nav>\n");
}

fn what_was_read(page: &mut String, run: &Run, words: &Words) {
    page.push_str(&format!("<h2 id=\"read\">{}</h2>\n", words.what_was_read));
    if run.datasets.is_empty() {
        page.push_str(&format!("<p>{}</p>\n", words.nothing_read));
    } else {
        page.push_str(&format!(
            "<div class=\"wide\"><table>\n<thead><tr><th>{}</th><th>{}</th><th class=\"n\">{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
            words.dataset, words.file, words.rows_read, words.encoding, words.problems
        ));
        for dataset in &run.datasets {
            let listed: String = problems(run.language, dataset, MOST_PLACES)
                .iter()
                .map(|problem| format!("<li>{}</li>", escape(problem)))
                .collect();
            let listed = if listed.is_empty() {
                format!("<span class=\"zero\">{}</span>", words.no_problems)
            } else {
                format!("<ul>{listed}</ul>")
            };
            page.push_str(&format!(
                "<tr><td class=\"dataset\">{}</td><td class=\"file\">{}</td><td class=\"n\">{}</td><td class=\"whole\">{}</td><td>{listed}</td></tr>\n",
                escape(&dataset.shown),
                files(run.language, dataset),
                grouped(dataset.rows),
                escape(dataset.encoding.as_deref().unwrap_or("–")),
            ));
        }
        page.push_str("</tbody></table></div>\n");
    }
    for checklist in &run.checklists {
        page.push_str(&format!(
            "<p>{}{}{} <span class=\"faint\">{}</span></p>\n",
            words.checklist,
            words.colon,
            escape(&checklist.title),
            escape(&checklist.path)
        ));
    }
    for change in &run.changed {
        page.push_str(&format!(
            "<p><b>{}</b>{}{}</p>\n",
            changed_label(run.language),
            words.colon,
            escape(change)
        ));
    }
    let settings: Vec<String> = run
        .settings_shown()
        .map(|(name, value)| match value {
            Some(value) => format!("{} = {}", escape(name), escape(value)),
            None => format!(
                "<b class=\"cannot_tell\">{} {}</b>",
                escape(name),
                words.not_set
            ),
        })
        .collect();
    if !settings.is_empty() {
        let settings = settings.join(words.comma);
        page.push_str(&format!(
            "<p>{}{}{settings}</p>\n",
            words.settings, words.colon
        ));
    }
}

fn accounting(page: &mut String, run: &Run, words: &Words) {
    page.push_str(&format!(
        "<h2 id=\"accounting\">{}</h2>\n",
        words.accounting
    ));
    if run.items.is_empty() {
        page.push_str(&format!("<p>{}</p>\n", words.no_items));
        return;
    }
    page.push_str(&format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>{}</th><th>{}</th><th>{}</th>",
        words.outcome, words.item, words.severity
    ));
    let shown = shown_verdicts(run);
    for (label, _) in words.counts.iter().zip(shown).filter(|(_, shown)| *shown) {
        page.push_str(&format!(
            "<th class=\"n\">{}</th>",
            label.replace(' ', "<br>")
        ));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let mut section = None;
    for item in &run.items {
        if item.section != section {
            section.clone_from(&item.section);
            let title = section.as_deref().unwrap_or("–");
            page.push_str(&format!(
                "<tr><th colspan=\"11\">{}</th></tr>\n",
                escape(title)
            ));
        }
        item_row(page, (run.language, words), item, shown);
    }
    page.push_str("</tbody></table></div>\n");
}

/// Which of the counts have a column: the first four always, the others where an item has one.
fn shown_verdicts(run: &Run) -> [bool; 8] {
    std::array::from_fn(|at| at < 4 || run.items.iter().any(|item| verdicts(&item.counts)[at] > 0))
}

fn item_row(
    page: &mut String,
    (language, words): (Language, &Words),
    item: &ItemRun,
    shown: [bool; 8],
) {
    page.push_str(&format!(
        "<tr><td class=\"whole\">{}</td><td class=\"item\">{}<br><span class=\"faint\">{} · {}</span>",
        outcome(language, item.outcome),
        escape(&item.title),
        escape(&item.id),
        escape(&cites(language, &item.cites)),
    ));
    for remark in how_judged(language, item).iter().chain(&item.remarks) {
        let remark = escape(remark);
        page.push_str(&format!("<br>{}{}{remark}", words.remark, words.colon));
    }
    let mut lines = bearing(language, &item.more);
    lines.extend(handling(language, words, &item.more));
    for (label, text) in lines {
        let text = escape(&text);
        page.push_str(&format!("<br>{label}{}{text}", words.colon));
    }
    if let Some(note) = &item.note {
        page.push_str(&format!(
            "<br>{}{}{}",
            words.note,
            words.colon,
            escape(note)
        ));
    }
    page.push_str(&format!(
        "</td><td><span class=\"pill {}\">{}</span></td>",
        item.severity.code(),
        severity(language, item.severity)
    ));
    let counts = verdicts(&item.counts).into_iter().zip(shown);
    for (count, _) in counts.filter(|(_, shown)| *shown) {
        let zero = if count == 0 { " zero" } else { "" };
        page.push_str(&format!("<td class=\"n{zero}\">{}</td>", grouped(count)));
    }
    page.push_str("</tr>\n");
}

fn outcome(language: Language, outcome: ItemOutcome) -> String {
    format!(
        "<span class=\"pill {}\">{}</span>",
        outcome.code(),
        outcome.words(language)
    )
}

/// What cannot be told: every item with its reasons in sight, and the single findings below them.
fn undecided(page: &mut String, run: &Run, words: &Words, seen: &Seen) {
    let language = run.language;
    page.push_str(&format!("<h2 id=\"open\">{}</h2>\n", left_open(run)));
    if seen.undecided == 0 {
        page.push_str(&format!("<p>{}</p>\n", words.none_cannot_tell));
    }
    for (item, seen) in run.items.iter().zip(&seen.items) {
        if seen.undecided == 0 {
            continue;
        }
        let subjects = item.counts.cannot_tell + item.counts.awaiting;
        page.push_str(&format!(
            "<section class=\"undecided\">\n<h3>{}</h3>\n<p class=\"faint\">{} · {} · {}</p>\n",
            escape(&item.title),
            escape(&item.id),
            escape(&cites(language, &item.cites)),
            counted(language, subjects, ["subject", "subjects"], "个对象")
        ));
        requirement(page, words, item);
        page.push_str("<ul>\n");
        let mut reasons: Vec<(&String, &u64)> = seen.reasons.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (reason, count) in reasons {
            let count = grouped(*count);
            page.push_str(&format!("<li>{} <b>× {count}</b></li>\n", escape(reason)));
        }
        page.push_str("</ul>\n");
        let at = seen.articles.len().min(UNFOLDED);
        let (first, rest) = seen.articles.split_at(at);
        page.push_str(&first.concat());
        if !rest.is_empty() {
            let more = rest.len() as u64;
            let more = counted(
                language,
                more,
                ["more finding", "more findings"],
                "条同类问题",
            );
            page.push_str(&format!(
                "<details><summary>+ {more}</summary>\n{}",
                rest.concat()
            ));
            page.push_str("</details>\n");
        }
        let missing = seen.undecided - seen.articles.len() as u64;
        if missing > 0 {
            page.push_str(&left_out(language, words, missing));
        }
        page.push_str("</section>\n");
    }
}

/// Who is excused, item by item, with what proves it; nothing where nobody is.
fn excused(page: &mut String, run: &Run, words: &Words) {
    let language = run.language;
    if run.items.iter().all(|item| item.more.excused.is_empty()) {
        return;
    }
    page.push_str(&format!(
        "<h2 id=\"excused\">{}</h2>\n",
        excused_heading(language)
    ));
    for item in run.items.iter().filter(|i| !i.more.excused.is_empty()) {
        page.push_str(&format!(
            "<section>\n<h3>{}</h3>\n<p class=\"faint\">{} · {}</p>\n<ul>\n",
            escape(&item.title),
            escape(&item.id),
            escape(&cites(language, &item.cites)),
        ));
        for excused in &item.more.excused {
            let proof: Vec<String> = (proof(words, excused).iter())
                .map(|cell| escape(cell))
                .collect();
            page.push_str(&format!(
                "<li>{}<br><span class=\"faint\">{}</span></li>\n",
                escape(&excused_line(words, excused)),
                proof.join(language.pick("; ", "；"))
            ));
        }
        page.push_str("</ul>\n");
        if let Some(more) = excused_left_out(language, item, item.more.excused.len()) {
            page.push_str(&format!("<p>{more}</p>\n"));
        }
        page.push_str("</section>\n");
    }
}

/// What the item requires, who has to act and by when.
fn requirement(page: &mut String, words: &Words, item: &ItemRun) {
    let mut parts = Vec::new();
    for (label, text) in [
        (words.asks, item.explained.as_str()),
        (words.owner, item.owner.join(words.comma).as_str()),
        (words.due, item.due.as_deref().unwrap_or_default()),
    ] {
        if !text.is_empty() {
            parts.push(format!("{label}{}{}", words.colon, escape(text)));
        }
    }
    page.push_str(&format!("<p>{}</p>\n", parts.join(" · ")));
}

fn list(page: &mut String, run: &Run, words: &Words, seen: &Seen) {
    let language = run.language;
    page.push_str(&format!("<h2 id=\"chart\">{}</h2>\n", words.chart));
    if seen.not_met == 0 {
        page.push_str(&format!("<p>{}</p>\n", words.no_findings));
    }
    page.push_str(&chart(language, words, seen.places.bars(words)));
    page.push_str(&format!("<h2 id=\"findings\">{}</h2>\n", words.by_place));
    if seen.not_met == 0 {
        page.push_str(&format!("<p>{}</p>\n", words.no_findings));
        return;
    }
    let choices: Vec<String> = super::html_chart::SEVERITIES
        .into_iter()
        .map(|grave| format!("{}={}", grave.code(), severity(language, grave)))
        .collect();
    page.push_str(&format!(
        "<div class=\"filter\" id=\"filter\" data-hint=\"{}\" data-severity=\"{}\" data-choices=\"={}|{}\"></div>\n<div id=\"list\">\n",
        words.filter,
        words.severity,
        words.all,
        choices.join("|")
    ));
    page.push_str(&seen.places.list(language, words, seen.not_met));
    page.push_str("</div>\n");
}

fn foot(page: &mut String, run: &Run, words: &Words) {
    page.push_str(&format!(
        "<footer><p>{} {}</p>\n",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    ));
    if !run.comparable_ids {
        page.push_str(&format!("<p>{}</p>\n", words.fresh_ids));
    }
    page.push_str(&format!(
        "</footer>\n<script>\n{}</script>\n</body>\n</html>\n",
        include_str!("page.js")
    ));
}

/// The files of a dataset, one below the other where it has several.
fn files(language: Language, dataset: &DatasetRun) -> String {
    let mut files = vec![escape(&read_from(language, dataset))];
    let parts = super::plain::parts(language, dataset);
    files.extend(parts.iter().map(|part| escape(part)));
    files.join("<br>")
}
