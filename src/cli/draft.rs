//! `duban draft`: a document in, a first checklist out.

use super::arguments::{DraftArguments, General};
use super::{Exit, show, terminal};
use crate::citations::{Document, read_text};
use crate::draft::{Asked, Draft, Settle, draft};
use crate::source::{Files, Together};
use crate::types::Language;
use std::path::Path;

/// Makes a first checklist from a document.
pub(super) fn draft_of(arguments: &DraftArguments, general: &General) -> Exit {
    match make(arguments, general) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn make(arguments: &DraftArguments, general: &General) -> Result<Exit, Exit> {
    let reader = show::language(general);
    let shown = arguments.file.display();
    if let Some(path) = arguments
        .output
        .as_deref()
        .filter(|path| Files::exists(path))
    {
        let path = path.display();
        return Err(show::not_done(&match reader {
            Language::En => format!(
                "{path} is there already and is not overwritten; name another file after -o"
            ),
            Language::Zh => format!("{path} 已存在，不会覆盖；请在 -o 后写另一个文件名"),
        }));
    }
    let bytes = Files::read(&arguments.file).map_err(|error| {
        show::not_done(&match reader {
            Language::En => format!("{shown} cannot be read: {error}"),
            Language::Zh => format!("无法读取 {shown}：{error}"),
        })
    })?;
    let words = read_text(&bytes)
        .map_err(|unreadable| show::not_done(&format!("{shown}: {}", unreadable.words(reader))))?;
    if let Some(warning) = words.warning(reader) {
        terminal::say(&format!("{shown}: {warning}"));
    }
    let document = Document::read(&words.text);
    if document.clauses.is_empty() {
        let words = reader.pick("no clause was found in it", "其中没有找到条款");
        return Err(show::not_done(&format!("{shown}: {words}")));
    }
    let output = arguments.output.as_deref();
    let asked = Asked {
        language: general.language(),
        id: &id_of(output.unwrap_or(&arguments.file)),
    };
    let made = draft(&document, &asked).map_err(|text| {
        show::not_done(&format!(
            "{shown}: the draft is not well formed, which is a mistake in Duban itself; please report it\n{text}"
        ))
    })?;
    write(output, &made.text)?;
    for settle in &made.to_settle {
        let text = settled(settle, reader);
        terminal::say(&format!("{shown}:{}: {text}", settle.line));
    }
    if let Some(clause) = &made.calendar {
        terminal::say(&match reader {
            Language::En => format!(
                "{shown}: to be settled: {clause} counts working days; fill in the holidays of the calendar"
            ),
            Language::Zh => {
                format!("{shown}：待核定：{clause} 按工作日计算；请填写工作日历的节假日")
            }
        });
    }
    if !general.quiet {
        terminal::say(&summary(&made, arguments, reader));
    }
    Ok(if made.to_settle.is_empty() && made.calendar.is_none() {
        Exit::Fine
    } else {
        Exit::Found
    })
}

/// The name of the file as the id of a checklist: letters and digits of it.
fn id_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut id = String::new();
    for character in stem.chars() {
        match character {
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_matches('-');
    match id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => id.to_owned(),
        false if id.is_empty() => "draft".to_owned(),
        false => format!("draft-{id}"),
    }
}

fn write(output: Option<&Path>, text: &str) -> Result<(), Exit> {
    let Some(path) = output else {
        return terminal::output(|out| out.write_all(text.as_bytes()))
            .map_err(|error| show::no_output(&error));
    };
    let mut together = Together::new();
    let written = together.write(path, &mut |out| out.write_all(text.as_bytes()));
    written
        .and_then(|()| together.keep())
        .map_err(|error| show::not_written(&path.display().to_string(), &error))
}

fn settled(settle: &Settle, reader: Language) -> String {
    let Settle { clause, day, .. } = settle;
    match reader {
        Language::En => format!("to be settled: {clause} says {day}, and no calendar has that day"),
        Language::Zh => format!("待核定：{clause} 写有 {day}，日历上没有这一天"),
    }
}

fn summary(made: &Draft, arguments: &DraftArguments, reader: Language) -> String {
    let Draft {
        sentences,
        questions,
        not_inspected,
        source,
        ..
    } = made;
    let file = arguments.file.display();
    let checklist = arguments
        .output
        .as_deref()
        .map_or("CHECKLIST".to_owned(), |path| path.display().to_string());
    match reader {
        Language::En => format!(
            "{} from data, {} to a person, {not_inspected} not inspectable; pin the document with `duban pin {source} {file} {checklist}`",
            show::plural(*sentences, "item"),
            show::plural(*questions, "question"),
        ),
        Language::Zh => format!(
            "由数据判断 {sentences} 项，询问 {questions} 项，不可检查 {not_inspected} 项；请用 `duban pin {source} {file} {checklist}` 锁定文件"
        ),
    }
}
