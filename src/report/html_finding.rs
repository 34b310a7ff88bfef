//! One finding on the page, and the findings gathered by township and school.

use super::html::escape;
use super::html_chart::{Bar, SEVERITIES};
use super::plain::{column, key, place, rows_searched, searched, shown};
use super::words::{Words, cites, counted, grouped, severity, words};
use crate::findings::{CellRun, Finding, ItemRun, Run};
use crate::types::Language;
use std::collections::BTreeMap;

/// How many findings of an item the page lists; a browser is still quick with some ten thousand in all.
pub(super) const MOST_LISTED: u64 = 1_000;

/// A finding as an `article`; below its item's heading it does not repeat what the heading says.
pub(super) fn article(run: &Run, words: &Words, finding: &Finding, below_item: bool) -> String {
    let language = run.language;
    let item = run.items.get(finding.item);
    let same_owner = item.is_some_and(|item| item.owner == finding.owner);
    let owner: &[String] = if below_item && same_owner {
        &[]
    } else {
        &finding.owner
    };
    let item = item.filter(|_| !below_item);
    let grave = severity(language, finding.severity);
    let mut html = format!(
        "<article id=\"{}\" data-severity=\"{}\">\n<p class=\"what\"><span class=\"pill {}\">{grave}</span> {}",
        escape(&finding.id),
        finding.severity.code(),
        finding.severity.code(),
        escape(&finding.message)
    );
    if finding.tolerated {
        html.push_str(&format!(
            " <span class=\"faint\">({})</span>",
            words.tolerated
        ));
    }
    html.push_str("</p>\n");
    for reason in &finding.reasons {
        let text = escape(&reason.text);
        html.push_str(&format!("<p>{}{}{text}</p>\n", words.reason, words.colon));
    }
    requirement(&mut html, language, words, item, finding);
    cells(&mut html, (words, language), finding);
    for one in &finding.searched {
        let rows = rows_searched(language, finding, one);
        let text = escape(&searched(words, one, &rows));
        html.push_str(&format!(
            "<p>{}{}{text}</p>\n",
            words.looked_in, words.colon
        ));
    }
    if finding.cells.is_empty() && !finding.subject.key.is_empty() {
        let text = escape(&key(words, &finding.subject.key));
        html.push_str(&format!("<p>{}{}{text}</p>\n", words.subject, words.colon));
    }
    about(&mut html, run, item, owner, finding);
    html.push_str("</article>\n");
    html
}

/// What is required and what was found; the item's sentence where the finding has no value of its own.
fn requirement(
    html: &mut String,
    language: Language,
    words: &Words,
    item: Option<&ItemRun>,
    finding: &Finding,
) {
    let explained = item.map_or("", |item| item.explained.as_str());
    let (label, required) = match &finding.expected {
        Some(value) => (words.requires, value.text.as_str()),
        None => (words.asks, explained),
    };
    let mut parts = Vec::new();
    if !required.is_empty() {
        parts.push(format!("{}{}{}", label, words.colon, escape(required)));
    }
    if let Some(value) = &finding.actual {
        parts.push(format!(
            "{}{}{}",
            words.found,
            words.colon,
            escape(&value.text)
        ));
    }
    if !parts.is_empty() {
        html.push_str(&format!(
            "<p>{}</p>\n",
            parts.join(language.pick("; ", "；"))
        ));
    }
}

/// The cells, one line a row of data.
fn cells(html: &mut String, (words, language): (&Words, Language), finding: &Finding) {
    if finding.cells.is_empty() {
        return;
    }
    let same_row = |one: &CellRun, other: &CellRun| {
        one.row == other.row && one.file == other.file && one.sheet == other.sheet
    };
    html.push_str("<table>\n");
    let between = language.pick("; ", "；");
    for cells in finding.cells.chunk_by(same_row) {
        if let Some(first) = cells.first() {
            html.push_str(&format!(
                "<tr><td>{}</td><td>{} {}</td><td>",
                escape(&place(first)),
                words.row,
                first.row,
            ));
        }
        for (number, cell) in cells.iter().enumerate() {
            html.push_str(&format!(
                "{}{} <b>{}</b>",
                if number == 0 { "" } else { between },
                escape(&column(cell)),
                escape(&shown(words, &cell.value))
            ));
        }
        html.push_str("</td></tr>\n");
    }
    html.push_str("</table>\n");
}

/// Item, clause, owner, due day, rule and id.
fn about(
    html: &mut String,
    run: &Run,
    item: Option<&ItemRun>,
    owner: &[String],
    finding: &Finding,
) {
    let words = words(run.language);
    let mut parts = Vec::new();
    if let Some(item) = item {
        parts.push(escape(&item.title));
        if !item.cites.is_empty() {
            parts.push(escape(&cites(run.language, &item.cites)));
        }
    }
    if !owner.is_empty() {
        let owner = escape(&owner.join(words.comma));
        parts.push(format!("{}{}{owner}", words.owner, words.colon));
    }
    let own = |item: &ItemRun| item.due != finding.due;
    if let Some(due) = finding.due.as_deref()
        && (item.is_some() || run.items.get(finding.item).is_some_and(own))
    {
        parts.push(format!("{}{}{}", words.due, words.colon, escape(due)));
    }
    let (file, line, column) = &finding.rule;
    parts.push(format!(
        "<code>{}:{line}:{column}</code> · <code>{}</code>",
        escape(file),
        escape(&finding.id)
    ));
    html.push_str(&format!("<p class=\"about\">{}</p>\n", parts.join(" · ")));
}

/// Findings that are not met, by township and school.
#[derive(Default)]
pub(super) struct Places {
    towns: BTreeMap<String, Town>,
}

#[derive(Default)]
struct Town {
    counts: [u64; 4],
    schools: BTreeMap<String, School>,
}

#[derive(Default)]
struct School {
    total: u64,
    listed: u64,
    html: String,
}

impl Places {
    /// Counts a finding, and lists it when `article` is given.
    pub(super) fn add(&mut self, finding: &Finding, article: Option<String>) {
        let town = self.towns.entry(finding.township.clone()).or_default();
        for (count, grave) in town.counts.iter_mut().zip(SEVERITIES) {
            *count += u64::from(grave == finding.severity);
        }
        let school = town.schools.entry(finding.school.clone()).or_default();
        school.total += 1;
        if let Some(article) = article {
            school.listed += 1;
            school.html.push_str(&article);
        }
    }

    /// The townships from most findings to fewest; what has no township comes last.
    fn ordered(&self) -> Vec<(&str, &Town)> {
        let mut towns: Vec<(&str, &Town)> = self
            .towns
            .iter()
            .map(|(name, town)| (name.as_str(), town))
            .collect();
        // The sort keeps the order of names among equals.
        towns.sort_by_key(|(name, town)| {
            (
                name.is_empty(),
                std::cmp::Reverse(town.counts.iter().sum::<u64>()),
            )
        });
        towns
    }

    /// The bars of the chart.
    pub(super) fn bars(&self, words: &Words) -> Vec<Bar> {
        self.ordered()
            .into_iter()
            .map(|(name, town)| Bar {
                label: named(name, words.no_township).to_owned(),
                counts: town.counts,
            })
            .collect()
    }

    /// The list; long lists begin folded by school, with their numbers shown.
    pub(super) fn list(&self, language: Language, words: &Words, total: u64) -> String {
        const UNFOLDED: u64 = 200;
        let open = if total <= UNFOLDED { " open" } else { "" };
        let mut html = String::new();
        for (name, town) in self.ordered() {
            let sum: u64 = town.counts.iter().sum();
            html.push_str(&format!(
                "<details class=\"town\" open><summary><h3>{}</h3> · {}",
                escape(named(name, words.no_township)),
                counted(language, sum, ["finding", "findings"], "条")
            ));
            for (grave, count) in SEVERITIES.into_iter().zip(town.counts) {
                if count > 0 {
                    html.push_str(&format!(
                        " <span class=\"pill {}\">{} {}</span>",
                        grave.code(),
                        severity(language, grave),
                        grouped(count)
                    ));
                }
            }
            html.push_str("</summary>\n");
            // Schools by name; what belongs to no school comes last.
            let (nameless, schools): (Vec<_>, Vec<_>) =
                town.schools.iter().partition(|(name, _)| name.is_empty());
            for (name, school) in schools.into_iter().chain(nameless) {
                html.push_str(&format!(
                    "<details class=\"school\"{open}><summary><h4>{}</h4> · {}</summary>\n{}",
                    escape(named(name, words.no_school)),
                    grouped(school.total),
                    school.html
                ));
                let more = school.total - school.listed;
                if more > 0 {
                    html.push_str(&left_out(language, words, more));
                }
                html.push_str("</details>\n");
            }
            html.push_str("</details>\n");
        }
        html
    }
}

/// A line that says how many findings are not on the page.
pub(super) fn left_out(language: Language, words: &Words, more: u64) -> String {
    let more = grouped(more);
    let text = match language {
        Language::En => format!("… and {more} more that this page does not list"),
        Language::Zh => format!("……另有 {more} 条未在本页列出"),
    };
    format!("<p class=\"faint\">{text} ({})</p>\n", words.all_in_json)
}

fn named<'n>(name: &'n str, without: &'n str) -> &'n str {
    if name.is_empty() { without } else { name }
}
