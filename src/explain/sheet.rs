//! Checklists as one page for a browser and for A4 paper: an item a row, with its clause, how it is judged, who acts and by when.

use super::item::required;
use super::names::{Words, plain};
use crate::model::{Check, DutyTime, Item, Model};
use crate::types::Language;
use crate::types::markup::xml;

const STYLE: &str = include_str!("sheet.css");

/// The page with these items, by number, each under its checklist and section.
#[must_use]
pub fn sheet(model: &Model, items: &[usize], language: Language) -> String {
    let title = language.pick("Inspection checklist", "督查检查清单");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n",
        language.pick("en", "zh-CN"),
    );
    // What a checklist adopts comes after what is its own.
    let mut checklists: Vec<_> = model.checklists.iter().enumerate().collect();
    checklists.sort_by_key(|(_, checklist)| checklist.adopted);
    for (number, checklist) in checklists {
        let own = items.iter().filter_map(|item| model.items.get(*item));
        let own: Vec<&Item> = own.filter(|item| item.checklist == number).collect();
        if own.is_empty() {
            continue;
        }
        let title = match checklist.title.get(language) {
            "" => &checklist.id,
            title => title,
        };
        page.push_str(&format!("<h1>{}</h1>\n", xml(title)));
        table(&mut page, model, &own, language);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn table(page: &mut String, model: &Model, items: &[&Item], language: Language) {
    let count = items.len();
    let about = match (language, sources(model, items, language)) {
        (Language::En, sources) => format!("{count} items after {sources}"),
        (Language::Zh, sources) => format!("共 {count} 项，依据{sources}"),
    };
    page.push_str(&format!("<p class=\"soft\">{}</p>\n<table>\n", xml(&about)));
    page.push_str("<colgroup><col class=\"number\"><col class=\"clause\"><col><col class=\"method\"><col class=\"owner\"><col class=\"deadline\"></colgroup>\n<thead><tr>");
    for (en, zh) in [
        ("No.", "序号"),
        ("Clause", "条款"),
        ("Item", "检查项"),
        ("Method", "方式"),
        ("Owner", "责任单位"),
        ("Deadline", "期限"),
    ] {
        page.push_str(&format!("<th>{}</th>", language.pick(en, zh)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let mut section = None;
    for (at, item) in items.iter().enumerate() {
        if item.section != section {
            section.clone_from(&item.section);
            let title = section.as_ref().map_or("", |title| title.get(language));
            let title = xml(title);
            page.push_str(&format!(
                "<tr class=\"section\"><td colspan=\"6\">{title}</td></tr>\n"
            ));
        }
        let cells = [
            xml(&clauses(model, items, item, language)),
            format!(
                "<p class=\"title\">{}</p><p>{}</p>",
                xml(item.title.get(language)),
                xml(&required(model, item, language).join(language.pick(" ", "")))
            ),
            method(item, language).to_owned(),
            xml(&owners(model, item, language)),
            xml(&deadlines(model, item, language)),
        ];
        let cells = cells.map(|cell| format!("<td>{cell}</td>")).concat();
        page.push_str(&format!("<tr><td>{}</td>{cells}</tr>\n", at + 1));
    }
    page.push_str("</tbody>\n</table>\n");
}

/// The titles of the sources that the items cite.
fn sources(model: &Model, items: &[&Item], language: Language) -> String {
    let words = Words::new(model, language);
    let titles: Vec<String> = cited(items)
        .into_iter()
        .filter_map(|source| {
            let source = model.sources.get(source)?;
            let title = match source.title.get(language) {
                "" => source.names.show(language),
                title => title,
            };
            Some(match language {
                Language::En => words.quote(title),
                Language::Zh => format!("《{title}》"),
            })
        })
        .collect();
    words.list(&titles)
}

/// The sources that the items cite, each once, in their order.
fn cited(items: &[&Item]) -> Vec<usize> {
    let mut sources: Vec<usize> = (items.iter().flat_map(|item| &item.cites))
        .map(|cite| cite.source)
        .collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// The clauses of an item; with the name of their source where the page has several.
fn clauses(model: &Model, items: &[&Item], item: &Item, language: Language) -> String {
    let several = cited(items).len() > 1;
    let clauses = item.cites.iter().map(|cite| {
        let source = model.sources.get(cite.source).filter(|_| several);
        let source = source.map(|source| plain(source.names.show(language)));
        match source {
            Some(source) => format!("{source} {}", cite.path),
            None => cite.path.clone(),
        }
    });
    Words::new(model, language).list(&clauses.collect::<Vec<_>>())
}

fn method(item: &Item, language: Language) -> &'static str {
    match item.kind() {
        "person" => language.pick("a person answers", "由人答复"),
        "hybrid" => language.pick("data, and a person answers", "数据比对并由人答复"),
        "sample" => language.pick("a person answers on a sample", "抽样由人答复"),
        "not_inspectable" => language.pick("not inspectable", "不可检查"),
        _ => language.pick("data", "数据比对"),
    }
}

fn owners(model: &Model, item: &Item, language: Language) -> String {
    let paths = item.lines.owner_paths.iter();
    let mut owners: Vec<String> = paths
        .map(|path| {
            let name = plain(path.name.get(language));
            match language {
                Language::En => format!("as {name} says"),
                Language::Zh => format!("按{name}"),
            }
        })
        .collect();
    let otherwise = item.lines.otherwise.iter().map(|owner| {
        let owner = owner.get(language);
        match language {
            Language::En => format!("or else {owner}"),
            Language::Zh => format!("不明的归{owner}"),
        }
    });
    owners.extend(otherwise);
    owners.extend(
        item.owners
            .iter()
            .map(|owner| owner.get(language).to_owned()),
    );
    Words::new(model, language).list(&owners)
}

fn deadlines(model: &Model, item: &Item, language: Language) -> String {
    let words = Words::of(model, item, language);
    let mut days: Vec<String> = item.due.map(|due| words.day(due)).into_iter().collect();
    match &item.check {
        Check::Rows(rows) => {
            days.extend(
                rows.deadlines
                    .iter()
                    .map(|deadline| words.day(deadline.due)),
            );
        }
        Check::Duty(duty) => days.extend(match &duty.when {
            DutyTime::Periods { deadline, .. } => deadline.map(|day| words.until(day)),
            DutyTime::Event { due } => Some(words.expression(*due)),
        }),
        _ => {}
    }
    words.list(&days)
}
