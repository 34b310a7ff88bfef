//! Coverage as one page for a browser and for paper: the document on the left, what covers it on the right.

use super::coverage::{Coverage, CoveredClause, How};
use super::texts::counts;
use crate::types::Language;
use crate::types::markup::xml;

const STYLE: &str = "body{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.6;margin:2rem auto;max-width:76rem;\
padding:0 1rem;color:#1b1f24}h2{margin-top:2.5rem}table{border-collapse:collapse;width:100%}td,th{border-top:1px solid #d5d9de;padding:.5rem .6rem;\
text-align:left;vertical-align:top}td.text{width:58%}td.lines{color:#667;white-space:nowrap}.path{font-weight:600;margin-right:.5em}\
mark{background:#fdf0b5}.how{font-weight:600}.machine{color:#14632f}.hybrid,.sample,.person{color:#1c4f9c}.not_inspectable,.heading{color:#667}\
.uncovered{color:#a3231b}tr.uncovered{background:#fdf3f2}ul{margin:.2rem 0;padding-left:1.2rem}@media print{body{margin:0;max-width:none}}";

/// The page. Sentences in which a quoted phrase stands are marked; without the document the clauses are listed by their paths.
#[must_use]
pub fn page(coverage: &Coverage, language: Language) -> String {
    let title = language.pick("Coverage of clauses", "条款覆盖情况");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n",
        language.pick("en", "zh-CN"),
    );
    for source in &coverage.sources {
        let name = if source.title.is_empty() {
            &source.source
        } else {
            &source.title
        };
        page.push_str(&format!("<h2>{}</h2>\n", xml(name)));
        if let Some(number) = &source.number {
            page.push_str(&format!("<p>{}</p>\n", xml(number)));
        }
        if !source.pinned {
            let words = language.pick(
                "Without a lock its clauses are not known.",
                "没有锁，其条款未知。",
            );
            page.push_str(&format!("<p>{words}</p>\n"));
            continue;
        }
        page.push_str(&format!("<p>{}</p>\n", counts(&source.counted, language)));
        let heads = [
            language.pick("Clause", "条款"),
            language.pick("Lines", "行"),
            language.pick("Covered by", "覆盖"),
        ];
        page.push_str(&format!(
            "<table>\n<thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
            heads[0], heads[1], heads[2]
        ));
        let own = coverage.clauses.iter();
        for clause in own.filter(|clause| clause.source == source.source) {
            row(&mut page, clause, language);
        }
        page.push_str("</tbody>\n</table>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn row(page: &mut String, clause: &CoveredClause, language: Language) {
    let class = match clause.how {
        How::Machine => "machine",
        How::Hybrid => "hybrid",
        How::Sample => "sample",
        How::Person => "person",
        How::NotInspectable => "not_inspectable",
        How::Uncovered => "uncovered",
        How::Heading => "heading",
    };
    page.push_str(&format!(
        "<tr class=\"{class}\"><td class=\"text\" style=\"padding-left:{}em\"><span class=\"path\">{}</span>",
        1 + clause.depth,
        xml(&clause.path)
    ));
    for sentence in clause.sentences.iter().flatten() {
        let text = xml(&sentence.text);
        if sentence.quoted {
            page.push_str(&format!("<mark>{text}</mark>"));
        } else {
            page.push_str(&text);
        }
    }
    page.push_str(&format!(
        "</td><td class=\"lines\">{}</td><td><span class=\"how {class}\">{}</span>",
        xml(&clause.lines),
        clause.how.words(language)
    ));
    if let Some(reason) = &clause.reason {
        page.push_str(&format!(" {}", xml(reason)));
    }
    if !clause.items.is_empty() {
        page.push_str("<ul>");
        for item in &clause.items {
            let (title, id, how) = (xml(&item.title), xml(&item.id), item.how.words(language));
            page.push_str(&format!("<li>{title} <code>{id}</code> ({how})</li>"));
        }
        page.push_str("</ul>");
    }
    page.push_str("</td></tr>\n");
}
