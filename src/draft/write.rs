//! The draft as text, in the English vocabulary; the formatter gives it its form and its language.

use super::clauses::{Body, Cite, Gathered, Item};
use super::stubs::{Setting, bracketed};
use crate::types::{Date, Language};
use std::fmt::Write;

/// Writes a draft.
pub(super) fn write(all: &Gathered, id: &str, source: &str, language: Language) -> String {
    let mut out = String::new();
    let title = all.head.title.clone();
    let title =
        title.unwrap_or_else(|| language.pick("Untitled document", "未找到标题").to_owned());
    line(&mut out, &format!("checklist {id} \"{title}\""));
    for remark in opening(language) {
        line(&mut out, &format!("# {remark}"));
    }
    out.push('\n');
    line(&mut out, &format!("source {source} \"{title}\""));
    let head = &all.head;
    if let Some(issuer) = &head.issuer {
        line(&mut out, &format!("  issuer \"{issuer}\""));
    }
    if let Some(number) = &head.number {
        line(&mut out, &format!("  number \"{number}\""));
    }
    if let Some(date) = head.date {
        line(&mut out, &format!("  date {}", shown(date)));
    }
    if let Some(day) = head.in_force {
        let to = head.until.filter(|to| day <= *to);
        let to = to.map(|to| format!(" to {}", shown(to)));
        let to = to.unwrap_or_default();
        line(&mut out, &format!("  in force from {}{to}", shown(day)));
    }
    for setting in &all.stubs.settings {
        out.push('\n');
        write_setting(&mut out, setting, language);
    }
    if let Some((first, last, clause)) = &all.stubs.calendar {
        out.push('\n');
        let remark = match language {
            Language::En => format!(
                "to be settled, {clause}: the holidays and the days worked in their place, line by line: holiday \"…\" from … to …, working day …"
            ),
            Language::Zh => {
                format!(
                    "待核定，{clause}：逐行填写节假日和调休上班日：节假日 「…」 从 … 到 …，工作日 …"
                )
            }
        };
        line(&mut out, &format!("# {remark}"));
        line(
            &mut out,
            &format!("calendar {}", bracketed(calendar_name(source))),
        );
        line(
            &mut out,
            &format!("  covers from {first:04}-01-01 to {last:04}-12-31"),
        );
    }
    for dataset in &all.stubs.datasets {
        out.push('\n');
        let names = [Some(&dataset.name), dataset.one.as_ref()];
        let names: Vec<String> = names.iter().flatten().map(|name| bracketed(name)).collect();
        line(&mut out, &format!("dataset {}", names.join(" ")));
        for (name, kind) in &dataset.columns {
            line(&mut out, &format!("  {} : {kind}", bracketed(name)));
        }
        for role in &dataset.lines {
            line(&mut out, &format!("  {role}"));
        }
    }
    for table in &all.stubs.tables {
        out.push('\n');
        let clause = &table.clause;
        let remark = match language {
            Language::En => format!("# from the text of {clause}"),
            Language::Zh => format!("# 数据见 {clause}"),
        };
        line(&mut out, &remark);
        line(&mut out, &format!("table {}", bracketed(&table.name)));
        for row in std::iter::once(&table.header).chain(&table.rows) {
            line(&mut out, &format!("  {}", row.join(" | ")));
        }
    }
    for item in &all.items {
        out.push('\n');
        write_item(&mut out, item, source, language);
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// The name of the calendar, in the language of the document.
fn calendar_name(source: &str) -> &'static str {
    if source.is_ascii() {
        "working_days"
    } else {
        "工作日历"
    }
}

/// A day as a checklist writes it.
fn shown(day: Date) -> String {
    let (year, month, day) = day.parts();
    format!("{year:04}-{month:02}-{day:02}")
}

/// What the reader of a draft is told first.
fn opening(language: Language) -> [&'static str; 3] {
    match language {
        Language::En => [
            "A first draft, made from the document. Read every item against its clause.",
            "The datasets are open: give them the names and columns of your files, and join those that are one list.",
            "A setting has no value where the text gives none: set it here or in the audit file.",
        ],
        Language::Zh => [
            "根据文件生成的初稿，请逐条对照原文核对。",
            "数据集待落实：请改成实际文件的名称和列名，并把同一份名单合并。",
            "原文没有给出数值的设定未赋值，请在此处或审计文件中填写。",
        ],
    }
}

fn write_setting(out: &mut String, setting: &Setting, language: Language) {
    let clauses = setting.clauses.join(language.pick(", ", "、"));
    let said = &setting.said;
    let remark = match (language, setting.to_settle) {
        (Language::En, false) => format!("{clauses}: the text says “{said}”"),
        (Language::Zh, false) => format!("{clauses}：原文为“{said}”"),
        (Language::En, true) => {
            format!("to be settled, {clauses}: the text says {said}, and no calendar has that day")
        }
        (Language::Zh, true) => format!("待核定，{clauses}：原文为 {said}，日历上没有这一天"),
    };
    line(out, &format!("# {remark}"));
    line(
        out,
        &format!("setting {} : {}", bracketed(&setting.name), setting.kind),
    );
}

fn write_item(out: &mut String, item: &Item, source: &str, language: Language) {
    if let Some(section) = &item.section {
        line(out, &format!("section \"{}\"", section.title));
        line(out, &format!("  cites {source} {}", section.path));
        if !section.owners.is_empty() {
            line(out, &format!("  owner {}", quoted(&section.owners)));
        }
        out.push('\n');
    }
    line(out, &format!("item {} \"{}\"", item.id, item.title));
    for cite in &item.cites {
        remarks(out, cite, language);
    }
    for note in &item.notes {
        line(out, &format!("  # {}", note.words(language)));
    }
    for row in &item.rows {
        line(out, &format!("  # {row}"));
    }
    let cites: Vec<String> = item
        .cites
        .iter()
        .map(|cite| match &cite.phrase {
            Some(phrase) => format!("{source} {} \"{phrase}\"", cite.path),
            None => format!("{source} {}", cite.path),
        })
        .collect();
    line(out, &format!("  cites {}", cites.join(", ")));
    if !item.owners.is_empty() {
        line(out, &format!("  owner {}", quoted(&item.owners)));
    }
    match &item.body {
        Body::Sentence(sentence) => {
            if let Some(due) = sentence.due {
                line(out, &format!("  due {}", shown(due)));
            }
            line(out, &format!("  {}", sentence.text));
        }
        Body::Question(words) => {
            let whom = item.owners.join(language.pick(", ", "、"));
            let whom = Some(whom).filter(|whom| !whom.is_empty());
            let question = match language {
                // The text asks by itself.
                _ if words.contains("是否") || words.contains("能否") => format!("{words}？"),
                Language::En => format!(
                    "{}Is this done: {words}?",
                    whom.map(|unit| format!("{unit}: ")).unwrap_or_default()
                ),
                Language::Zh => format!(
                    "{}是否做到：{words}？",
                    whom.map(|unit| format!("{unit}：")).unwrap_or_default()
                ),
            };
            line(out, &format!("  ask \"{question}\""));
        }
        Body::NotInspected(reason) => {
            line(
                out,
                &format!("  not inspectable because \"{}\"", reason.words(language)),
            );
        }
    }
}

/// The figures of a clause and what is to be settled in it.
fn remarks(out: &mut String, cite: &Cite, language: Language) {
    let path = &cite.path;
    if !cite.figures.is_empty() {
        let figures = cite.figures.join(language.pick(", ", "、"));
        let _ = match language {
            Language::En => writeln!(out, "  # in the text of {path}: {figures}"),
            Language::Zh => writeln!(out, "  # {path} 原文：{figures}"),
        };
    }
    for day in &cite.impossible {
        let _ = match language {
            Language::En => writeln!(
                out,
                "  # to be settled: {path} says {day}, and no calendar has that day"
            ),
            Language::Zh => writeln!(out, "  # 待核定：{path} 写有 {day}，日历上没有这一天"),
        };
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    names.join(", ")
}
