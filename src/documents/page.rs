//! Coverage as one page for a browser and for paper: the document on the left, what covers it on the right.

use super::coverage::{Counted, Coverage, CoveredClause, How, Section, SourceCoverage};
use super::texts::{counts, tenths, title};
use crate::types::Language;
use crate::types::markup::xml;

const STYLE: &str = include_str!("page.css");

/// The page. Sentences in which a quoted phrase stands are marked; without the document the clauses are listed by their paths.
#[must_use]
pub fn page(coverage: &Coverage, language: Language) -> String {
    let title = language.pick("Coverage of clauses", "条款覆盖情况");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n",
        language.pick("en", "zh-CN"),
    );
    let note = language.pick(
        "Marked are the sentences that an item quotes.",
        "加底色的是检查项引用的句子。",
    );
    page.push_str(&format!("<p class=\"soft\">{note}</p>\n"));
    for source in &coverage.sources {
        of_source(&mut page, coverage, source, language);
    }
    if coverage.sources.len() > 1 {
        let all = language.pick("All sources", "全部文件");
        let counts = counts(&coverage.total, language);
        page.push_str(&format!("<h2>{all}</h2>\n<p>{counts}</p>\n"));
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn of_source(page: &mut String, coverage: &Coverage, source: &SourceCoverage, language: Language) {
    let name = match source.title.as_str() {
        "" => &source.source,
        title => title,
    };
    page.push_str(&format!("<h2>{}</h2>\n", xml(name)));
    if let Some(number) = &source.number {
        page.push_str(&format!("<p class=\"soft\">{}</p>\n", xml(number)));
    }
    if !source.pinned {
        let words = language.pick(
            "Without a lock its clauses are not known.",
            "没有锁，其条款未知。",
        );
        page.push_str(&format!("<p>{words}</p>\n"));
        return;
    }
    page.push_str(&format!("<p>{}</p>\n", counts(&source.counted, language)));
    let of_source = |name: &String| *name == source.source;
    let sections = coverage.sections.iter();
    let sections = sections.filter(|one| of_source(&one.source) && one.counted.clauses > 0);
    of_sections(page, &sections.collect::<Vec<_>>(), language);
    page.push_str(&format!(
        "<table>\n<colgroup><col class=\"text\"><col class=\"lines\"><col></colgroup>\n<thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
        language.pick("Clause", "条款"),
        language.pick("Lines", "行"),
        language.pick("Covered by", "覆盖"),
    ));
    for clause in coverage.clauses.iter().filter(|one| of_source(&one.source)) {
        row(page, clause, language);
    }
    page.push_str("</tbody>\n</table>\n");
}

/// A line a section with its counts; a document with one section has none.
fn of_sections(page: &mut String, sections: &[&Section], language: Language) {
    if sections.len() < 2 {
        return;
    }
    let kinds = [
        How::Machine,
        How::Hybrid,
        How::Sample,
        How::Person,
        How::NotInspectable,
        How::Uncovered,
    ];
    let seen = |how: &How| sections.iter().any(|section| section.counted.of(*how) > 0);
    let kinds: Vec<How> = kinds.into_iter().filter(seen).collect();
    page.push_str(&format!(
        "<table class=\"sections\">\n<thead><tr><th>{}</th><th class=\"number\">{}</th>",
        language.pick("Section", "部分"),
        language.pick("Accounted for", "有着落"),
    ));
    for how in &kinds {
        let words = how.words(language);
        page.push_str(&format!("<th class=\"number\">{words}</th>"));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for section in sections {
        let Counted { clauses, .. } = section.counted;
        let done = section.counted.accounted();
        page.push_str(&format!(
            "<tr><td>{}</td><td class=\"number\">{done}/{clauses} ({}{})</td>",
            xml(&title(&section.path, section.heading.as_deref())),
            tenths(done, clauses),
            language.pick(" %", "%"),
        ));
        for how in &kinds {
            let count = section.counted.of(*how);
            let class = if count > 0 { class_of(*how) } else { "soft" };
            page.push_str(&format!("<td class=\"number {class}\">{count}</td>"));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

/// `3` for `3-3`.
fn bare_lines(lines: &str) -> &str {
    match lines.split_once('-') {
        Some((from, to)) if from == to => from,
        _ => lines,
    }
}

fn class_of(how: How) -> &'static str {
    match how {
        How::Machine => "machine",
        How::Hybrid => "hybrid",
        How::Sample => "sample",
        How::Person => "person",
        How::NotInspectable => "not_inspectable",
        How::Uncovered => "uncovered",
        How::Heading => "heading",
    }
}

fn row(page: &mut String, clause: &CoveredClause, language: Language) {
    let class = class_of(clause.how);
    page.push_str(&format!(
        "<tr class=\"{class}\"><td class=\"text\" style=\"padding-left:{}em\"><p><span class=\"path\">{}</span>",
        0.6 + 1.2 * f64::from(u32::try_from(clause.depth).unwrap_or(0)),
        xml(&clause.path)
    ));
    let sentences = clause.sentences.as_deref().unwrap_or_default();
    for (at, sentence) in sentences.iter().enumerate() {
        let text = xml(&sentence.text);
        if sentence.quoted {
            page.push_str(&format!("<mark>{text}</mark>"));
        } else {
            page.push_str(&text);
        }
        // A sentence without a stop ends with its line: a heading, a row of a table.
        let stops = sentence
            .text
            .ends_with(['。', '；', '！', '？', '”', '）', '.', ';', '!', '?']);
        if at + 1 < sentences.len() {
            page.push(if stops && !sentence.text.is_ascii() {
                '\u{200b}'
            } else if stops {
                ' '
            } else {
                '\n'
            });
        }
    }
    page.push_str(&format!(
        "</p></td><td class=\"lines\">{}</td><td><span class=\"how {class}\">{}</span>",
        xml(bare_lines(&clause.lines)),
        clause.how.words(language)
    ));
    if let Some(reason) = &clause.reason {
        page.push_str(&format!(" {}", xml(reason)));
    }
    if !clause.items.is_empty() || !clause.unused.is_empty() {
        page.push_str("<ul>");
        for item in &clause.items {
            let (title, id, how) = (xml(&item.title), xml(&item.id), item.how.words(language));
            let through = item.through.as_ref().map_or(String::new(), |via| {
                format!("{}{}", language.pick("; ", "；"), xml(&via.words(language)))
            });
            page.push_str(&match language {
                Language::En => format!("<li>{title} <code>{id}</code> ({how}{through})</li>"),
                Language::Zh => format!("<li>{title} <code>{id}</code>（{how}{through}）</li>"),
            });
        }
        for via in &clause.unused {
            let (via, words) = (
                xml(&via.words(language)),
                language.pick("no item uses it", "没有检查项用到"),
            );
            page.push_str(&format!("<li class=\"soft\">{via}: {words}</li>"));
        }
        page.push_str("</ul>");
    }
    page.push_str("</td></tr>\n");
}
