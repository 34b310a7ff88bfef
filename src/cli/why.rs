//! `duban why`: the trace of one verdict, as a tree for people or an object for programs.

use super::arguments::{General, WhyArguments, WhyFormat};
use super::audit::{Inputs, prepare};
use super::{Exit, show, terminal};
use crate::diagnostic::wording::near;
use crate::findings::trace::{Looked, Step, Told, Trace};
use crate::findings::{CellRun, KeyPart};
use crate::inspect::{Asked, NoTrace};
use crate::model::Model;
use crate::types::Language;
use serde_json::{Value, json};

/// Says why.
pub(super) fn why(arguments: &WhyArguments, general: &General) -> Exit {
    match answer(arguments, general) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn answer(asked: &WhyArguments, general: &General) -> Result<Exit, Exit> {
    let items = [asked.item.clone()];
    let inputs = Inputs {
        as_of: asked.as_of,
        data: asked.data.as_deref(),
        reveal: asked.reveal,
        ..Inputs::question(&asked.audit, &items)
    };
    let prepared = prepare(&inputs, general)?;
    let language = prepared.language(asked.format == WhyFormat::Json, general);
    let subject = subject(&prepared.model, asked.subject.as_deref(), language);
    let subject = subject.map_err(|message| show::not_done(&message))?;
    let inspection = prepared.plan(&inputs, language, general)?;
    let findings = inspection.run().map_err(show::not_read)?;
    let mut traces = findings.why(0, &subject).map_err(show::not_read)?;
    if let (Err(_), Asked::Key(_)) = (&traces, &subject)
        && let Some(written) = &asked.subject
        && let Some(shown) = as_reports_show_it(&prepared.model, written)
    {
        let again = findings.why(0, &shown).map_err(show::not_read)?;
        traces = again.or(traces);
    }
    let traces = traces
        .map_err(|none| show::not_done(&not_found(&prepared.model, asked, &none, language)))?;
    let written = terminal::output(|out| match asked.format {
        WhyFormat::Text => out.write_all(text(&traces, language).as_bytes()),
        WhyFormat::Json => {
            let all: Vec<Value> = traces.iter().map(trace_json).collect();
            serde_json::to_writer_pretty(
                &mut *out,
                &json!({ "schema": "duban/why/1", "traces": all }),
            )?;
            out.write_all(b"\n")
        }
    });
    Ok(match written {
        Ok(()) => Exit::Fine,
        Err(error) => show::no_output(&error),
    })
}

/// `DATASET:ROW`, the values of a key with `/` between them, or nothing for the whole.
fn subject(model: &Model, written: Option<&str>, language: Language) -> Result<Asked, String> {
    let Some(written) = written else {
        return Ok(Asked::Whole);
    };
    if let Some((name, row)) = written.split_once([':', '：']) {
        let named = |dataset: &crate::model::Dataset| {
            dataset.names.all.iter().any(|other| other == name.trim())
        };
        if let Some(dataset) = model.datasets.iter().position(named) {
            return match row.trim().parse::<u64>() {
                Ok(row) if row > 0 => Ok(Asked::Row(dataset, row - 1)),
                _ => Err(match language {
                    Language::En => format!(
                        "`{row}` is not the number of a row; rows are counted from 1, as in `{name}:12`"
                    ),
                    Language::Zh => {
                        format!("`{row}` 不是记录的编号；记录从 1 数起，如 `{name}:12`")
                    }
                }),
            };
        }
        let all = model.datasets.iter().flat_map(|d| &d.names.all);
        let similar = near(name.trim(), all.map(String::as_str));
        if let (Some(similar), Ok(_)) = (similar, row.trim().parse::<u64>()) {
            return Err(match language {
                Language::En => {
                    format!("there is no dataset `{name}`; a similar name is `{similar}`")
                }
                Language::Zh => format!("没有数据集 `{name}`；相近的名称是 `{similar}`"),
            });
        }
    }
    let values = written.split('/').map(|value| value.trim().to_owned());
    Ok(Asked::Key(values.collect()))
}

/// The values of a subject written as it stands in reports: `id 0001, to bureau, period 2020-03`.
fn as_reports_show_it(model: &Model, written: &str) -> Option<Asked> {
    let columns = model.datasets.iter().flat_map(|dataset| &dataset.columns);
    let names = columns.flat_map(|column| &column.names.all);
    let mut labels: Vec<&str> = names.map(String::as_str).collect();
    labels.extend(["to", "接收方", "period", "期次"]);
    labels.sort_unstable_by_key(|label| std::cmp::Reverse(label.len()));
    let value = |part: &str| {
        let part = part.trim();
        let rest = |label: &&str| part.strip_prefix(label)?.strip_prefix(char::is_whitespace);
        let value = labels.iter().find_map(rest)?;
        Some(value.trim().to_owned())
    };
    let values: Option<Vec<String>> = written.split([',', '，', '、']).map(value).collect();
    values.map(Asked::Key)
}

fn not_found(model: &Model, asked: &WhyArguments, none: &NoTrace, language: Language) -> String {
    let item = &asked.item;
    let subject = asked.subject.as_deref().unwrap_or_default();
    let names = |datasets: &[usize]| {
        let names = datasets.iter().filter_map(|&at| model.datasets.get(at));
        let names: Vec<String> = names
            .map(|d| format!("`{}`", d.names.show(language)))
            .collect();
        names.join(language.pick(", ", "、"))
    };
    match (none, language) {
        (NoTrace::Rows(rows), Language::En) => {
            format!("there is no row `{subject}`: the dataset has {rows} rows")
        }
        (NoTrace::Rows(rows), Language::Zh) => {
            format!("没有 `{subject}` 这条记录：该数据集共有 {rows} 条")
        }
        (NoTrace::Datasets(own), Language::En) => {
            format!(
                "`{item}` does not judge rows of that dataset, but of {}",
                names(own)
            )
        }
        (NoTrace::Datasets(own), Language::Zh) => {
            format!(
                "`{item}` 不检查该数据集的记录，而是检查 {} 的记录",
                names(own)
            )
        }
        (NoTrace::Key(None), Language::En) => {
            format!("`{item}` has no subject `{subject}`; a row is named like `dataset:12`")
        }
        (NoTrace::Key(None), Language::Zh) => {
            format!("`{item}` 没有对象 `{subject}`；按记录查找时写作 `数据集:12`")
        }
        (NoTrace::Key(Some((near, row))), Language::En) => {
            let row = row.map_or(String::new(), |row| format!(", row {}", row + 1));
            format!("`{item}` has no subject `{subject}`; a similar one is `{near}`{row}")
        }
        (NoTrace::Key(Some((near, row))), Language::Zh) => {
            let row = row.map_or(String::new(), |row| format!("（记录 {}）", row + 1));
            format!("`{item}` 没有对象 `{subject}`；相近的是 `{near}`{row}")
        }
        (NoTrace::Period(first, last), Language::En) => {
            format!(
                "`{item}` expects nothing called `{subject}`; its periods run from `{first}` to `{last}`, and a delivery is named `SENDER/{first}` or `SENDER/RECIPIENT/{first}`"
            )
        }
        (NoTrace::Period(first, last), Language::Zh) => {
            format!(
                "`{item}` 没有 `{subject}` 这一期；各期为 `{first}` 至 `{last}`，写作 `报送方/{first}` 或 `报送方/接收方/{first}`"
            )
        }
        (NoTrace::Whole, Language::En) => {
            format!("`{item}` is about the whole: leave `{subject}` out")
        }
        (NoTrace::Whole, Language::Zh) => {
            format!("`{item}` 针对总体：不要写 `{subject}`")
        }
        (NoTrace::Subject, Language::En) => {
            format!("say which subject of `{item}` is meant: a row like `dataset:12`, or a key")
        }
        (NoTrace::Subject, Language::Zh) => {
            format!("请写明 `{item}` 的哪个对象：记录（如 `数据集:12`）或主键")
        }
    }
}

fn text(traces: &[Trace], language: Language) -> String {
    let mut text = String::new();
    for (number, trace) in traces.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text += &trace_text(trace, language);
    }
    text
}

fn trace_text(trace: &Trace, language: Language) -> String {
    let colon = language.pick(": ", "：");
    let mut text = format!("{}{colon}{}\n", trace.item, trace.title);
    text += &format!("{}\n\n", trace.requires.trim_end());
    let file = (trace.file.as_ref()).map(|file| match &trace.sheet {
        Some(sheet) => format!("{file} [{sheet}]"),
        None => file.clone(),
    });
    let place = match (&file, trace.line, language) {
        (Some(file), Some(line), Language::En) => format!(", {file} line {line}"),
        (Some(file), Some(line), Language::Zh) => format!("，{file} 第 {line} 行"),
        _ => String::new(),
    };
    text += &format!(
        "{}{colon}{}{place}\n",
        language.pick("subject", "对象"),
        subject_text(trace, language)
    );
    let verdict = trace.verdict.map_or_else(
        || language.pick("none: it is not among the subjects", "无：不在对象之内"),
        |verdict| verdict.words(language),
    );
    text += &format!("{}{colon}{verdict}\n", language.pick("verdict", "结论"));
    let is_one_line = |step: &Step| step.looked.is_empty() && step.steps.is_empty();
    let mut after_one_line = false;
    for step in &trace.steps {
        if !(after_one_line && is_one_line(step)) {
            text.push('\n');
        }
        after_one_line = is_one_line(step);
        step_text(step, 0, language, &mut text);
    }
    text
}

fn subject_text(trace: &Trace, language: Language) -> String {
    let subject = &trace.subject;
    let key: Vec<String> = subject
        .key
        .iter()
        .map(|part| key_text(part, language))
        .collect();
    let key = key.join(language.pick(", ", "、"));
    match (&trace.dataset, subject.row, language) {
        (Some(dataset), Some(row), Language::En) if key.is_empty() => {
            format!("row {row} of {dataset}")
        }
        (Some(dataset), Some(row), Language::En) => format!("row {row} of {dataset} ({key})"),
        (Some(dataset), Some(row), Language::Zh) if key.is_empty() => {
            format!("{dataset} 记录 {row}")
        }
        (Some(dataset), Some(row), Language::Zh) => format!("{dataset} 记录 {row}（{key}）"),
        _ if key.is_empty() => language.pick("the whole", "总体").to_owned(),
        _ => key,
    }
}

fn key_text(part: &KeyPart, language: Language) -> String {
    let blank = language.pick("(blank)", "（空）");
    let value = if part.value.trim().is_empty() {
        blank
    } else {
        &part.value
    };
    if part.shown.is_empty() {
        value.to_owned()
    } else {
        format!("{} {value}", part.shown)
    }
}

fn role(role: &str, language: Language) -> &'static str {
    let (en, zh) = match role {
        "population" => ("population", "人群"),
        "condition" => ("condition", "适用条件"),
        "requirement" => ("requirement", "要求"),
        "exception" => ("exception", "例外"),
        "deadline" => ("due by", "期限"),
        "place" => ("place", "名次"),
        "answer" => ("answer", "答复"),
        "source" => ("source", "来源"),
        _ => ("key", "主键"),
    };
    language.pick(en, zh)
}

fn step_text(step: &Step, depth: usize, language: Language, text: &mut String) {
    let indent = "  ".repeat(depth);
    let colon = language.pick(": ", "：");
    let mut line = String::new();
    if let Some(of) = step.role {
        line += role(of, language);
        if !step.text.is_empty() {
            line += colon;
        }
    }
    line += &step.text;
    let cells: Vec<String> = step
        .cells
        .iter()
        .map(|cell| cell_text(cell, language))
        .collect();
    let told = told_text(&step.told, language);
    let said: Vec<String> = cells.into_iter().chain(told).collect();
    if !said.is_empty() {
        let arrow = language.pick(" -> ", " → ");
        line += arrow;
        line += &said.join(language.pick("; ", "；"));
    }
    text.push_str(&format!("{indent}{line}\n"));
    for looked in &step.looked {
        looked_text(looked, depth + 1, language, text);
    }
    for inner in &step.steps {
        step_text(inner, depth + 1, language, text);
    }
}

fn told_text(told: &Told, language: Language) -> Option<String> {
    Some(match (told, language) {
        (Told::Holds(true), _) => language.pick("holds", "成立").to_owned(),
        (Told::Holds(false), _) => language.pick("does not hold", "不成立").to_owned(),
        (Told::Value(value), _) => value.clone(),
        (Told::Unknown(_, why), Language::En) => format!("unknown ({why})"),
        (Told::Unknown(_, why), Language::Zh) => format!("未知（{why}）"),
        (Told::Nothing, _) => return None,
    })
}

/// `辍学 [data/ledger.csv line 4, column 状态]`
fn cell_text(cell: &CellRun, language: Language) -> String {
    let blank = language.pick("(blank)", "（空）");
    let value = if cell.value.trim().is_empty() {
        blank
    } else {
        &cell.value
    };
    let sheet = cell
        .sheet
        .as_ref()
        .map_or(String::new(), |sheet| match language {
            Language::En => format!(" sheet {sheet}"),
            Language::Zh => format!(" 工作表 {sheet}"),
        });
    let (file, line, column) = (&cell.file, cell.line, &cell.header);
    match language {
        Language::En => format!("{value} [{file}{sheet} line {line}, column {column}]"),
        Language::Zh => format!("{value} [{file}{sheet} 第 {line} 行，{column}列]"),
    }
}

fn looked_text(looked: &Looked, depth: usize, language: Language, text: &mut String) {
    let indent = "  ".repeat(depth);
    let key: Vec<String> = looked
        .key
        .iter()
        .map(|part| key_text(part, language))
        .collect();
    let key = key.join(language.pick(", ", "、"));
    let (dataset, file) = (&looked.dataset, &looked.file);
    let rows = show::plural(usize::try_from(looked.rows).unwrap_or(usize::MAX), "row");
    let rows = match looked.failing {
        0 => rows,
        1 => "1 row, which does not meet the condition".to_owned(),
        failing => format!("{failing} rows, none of which meets the condition"),
    };
    let found = match looked.failing {
        0 => format!("{} 条记录", looked.rows),
        failing => format!("{failing} 条记录，均不符合条件"),
    };
    let mut line = match (language, key.is_empty()) {
        (Language::En, true) => format!("looked at {dataset} ({file}): {rows}"),
        (Language::En, false) => format!("looked in {dataset} ({file}) for {key}: {rows}"),
        (Language::Zh, true) => format!("查看{dataset}（{file}）：{found}"),
        (Language::Zh, false) => {
            format!("在{dataset}（{file}）中按 {key} 查找：{found}")
        }
    };
    if let Some(otherwise) = &looked.otherwise {
        line += &match language {
            Language::En => {
                format!(" (elsewhere written {otherwise}: codes are compared as written)")
            }
            Language::Zh => format!("（别处写作 {otherwise}；编码按原样比较）"),
        };
    }
    if looked.undecided > 0 {
        line += &match language {
            Language::En => format!(", and {} that may count", looked.undecided),
            Language::Zh => format!("，另有 {} 条不能确定", looked.undecided),
        };
    }
    text.push_str(&format!("{indent}{line}\n"));
    for row in &looked.cells {
        let Some(first) = row.first() else { continue };
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                let blank = language.pick("(blank)", "（空）");
                let value = if cell.value.trim().is_empty() {
                    blank
                } else {
                    &cell.value
                };
                format!("{} {value}", cell.header)
            })
            .collect();
        let cells = cells.join(language.pick(", ", "、"));
        // Of a dataset with several files the row tells its own.
        let file = match *first.file == **file {
            true => String::new(),
            false => match &first.sheet {
                Some(sheet) => format!("{} [{sheet}] ", first.file),
                None => format!("{} ", first.file),
            },
        };
        let line = match language {
            Language::En => format!("{file}line {}: {cells}", first.line),
            Language::Zh => format!("{file}第 {} 行：{cells}", first.line),
        };
        text.push_str(&format!("{indent}  {line}\n"));
    }
    let hidden =
        (looked.rows + looked.undecided + looked.failing).saturating_sub(looked.cells.len() as u64);
    if hidden > 0 {
        let line = match language {
            Language::En => format!("and {hidden} more"),
            Language::Zh => format!("另有 {hidden} 条"),
        };
        text.push_str(&format!("{indent}  {line}\n"));
    }
}

fn trace_json(trace: &Trace) -> Value {
    let subject = &trace.subject;
    json!({
        "item": trace.item,
        "title": trace.title,
        "requires": trace.requires,
        "subject": {
            "kind": subject.kind,
            "dataset": subject.dataset,
            "row": subject.row,
            "key": key_json(&subject.key),
        },
        "file": trace.file,
        "sheet": trace.sheet,
        "line": trace.line,
        "verdict": trace.verdict.map(crate::findings::Verdict::code),
        "steps": trace.steps.iter().map(step_json).collect::<Vec<_>>(),
    })
}

fn key_json(key: &[KeyPart]) -> Value {
    let pairs = key
        .iter()
        .map(|part| (part.name.clone(), json!(part.value)));
    Value::Object(pairs.collect())
}

fn step_json(step: &Step) -> Value {
    let (truth, value, reason) = match &step.told {
        Told::Holds(truth) => (Some(*truth), None, None),
        Told::Value(value) => (None, Some(value), None),
        Told::Unknown(code, words) => (None, None, Some(json!({ "code": code, "text": words }))),
        Told::Nothing => (None, None, None),
    };
    let looked = |looked: &Looked| {
        let rows: Vec<Value> = looked.cells.iter().map(|row| cells_json(row)).collect();
        json!({
            "dataset": looked.dataset,
            "file": looked.file,
            "key": key_json(&looked.key),
            "otherwise": looked.otherwise,
            "rows": looked.rows,
            "undecided": looked.undecided,
            "failing": looked.failing,
            "cells": rows,
        })
    };
    json!({
        "role": step.role,
        "text": step.text,
        "holds": truth,
        "value": value,
        "unknown": reason,
        "cells": cells_json(&step.cells),
        "looked": step.looked.iter().map(looked).collect::<Vec<_>>(),
        "steps": step.steps.iter().map(step_json).collect::<Vec<_>>(),
    })
}

fn cells_json(cells: &[CellRun]) -> Value {
    let cell = |cell: &CellRun| {
        json!({
            "dataset": &*cell.dataset,
            "file": &*cell.file,
            "sheet": cell.sheet.as_deref(),
            "row": cell.row,
            "line": cell.line,
            "column": &*cell.column,
            "value": cell.value,
        })
    };
    Value::Array(cells.iter().map(cell).collect())
}
