//! `duban sample`: who was drawn, from what frame, by which seed.

use super::arguments::{General, SampleArguments, SampleFormat};
use super::audit::{Inputs, prepare};
use super::{Exit, show, terminal};
use crate::findings::{DrawnSample, DrawnUnit};
use crate::report::csv_field;
use crate::types::Language;
use std::collections::BTreeMap;

/// Draws the samples of an audit and prints their units.
pub(super) fn sample(arguments: &SampleArguments, general: &General) -> Exit {
    match drawn(arguments, general) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn drawn(arguments: &SampleArguments, general: &General) -> Result<Exit, Exit> {
    let inputs = Inputs {
        as_of: arguments.as_of,
        data: arguments.data.as_deref(),
        reveal: arguments.reveal,
        ..Inputs::question(&arguments.audit, &arguments.items)
    };
    let mut prepared = prepare(&inputs, general)?;
    // Nothing else is judged.
    let others = prepared.keep(|item| item.kind() == "sample");
    if let (Some(other), false) = (others.first(), arguments.items.is_empty()) {
        return Err(show::not_done(&match show::language(general) {
            Language::En => format!("the item `{other}` draws no sample"),
            Language::Zh => format!("检查项 `{other}` 不抽样"),
        }));
    }
    if prepared.is_empty() {
        return Err(show::not_done(show::language(general).pick(
            "the checklists have no item with a sample",
            "检查清单中没有抽样的检查项",
        )));
    }
    let language = prepared.language(false, general);
    let plan = prepared.plan(&inputs, language, general)?;
    let inspection = plan.run().map_err(show::not_read)?;
    let samples = inspection.samples();
    let text = match arguments.format {
        SampleFormat::Text => as_text(&samples, arguments, language),
        SampleFormat::Csv => as_csv(&samples, arguments.reserve),
    };
    terminal::output(|out| out.write_all(text.as_bytes()))
        .map_err(|error| show::no_output(&error))?;
    let is_drawn = |sample: &DrawnSample| sample.scope.as_ref().is_some_and(|s| s.drawn > 0);
    Ok(if samples.iter().all(is_drawn) {
        Exit::Fine
    } else {
        Exit::CannotTell
    })
}

/// The units drawn, and so many of each stratum in reserve.
fn listed(sample: &DrawnSample, reserve: usize) -> Vec<&DrawnUnit> {
    let mut left: BTreeMap<usize, usize> = BTreeMap::new();
    let units = sample.units.iter();
    units
        .filter(|unit| {
            let left = left.entry(unit.stratum_number).or_insert(reserve);
            let is_listed = unit.drawn || *left > 0;
            if !unit.drawn && is_listed {
                *left -= 1;
            }
            is_listed
        })
        .collect()
}

fn as_text(samples: &[DrawnSample], arguments: &SampleArguments, language: Language) -> String {
    let en = language == Language::En;
    let mut text = String::new();
    for sample in samples {
        text.push_str(&format!("{}  {}\n", sample.item, sample.title));
        if let Some(scope) = &sample.scope {
            let (drawn, units) = (scope.drawn, scope.units);
            text.push_str(&if en {
                format!("  drawn {drawn} of {units}, seed “{}”\n", scope.seed)
            } else {
                format!("  从 {units} 个中抽取 {drawn} 个，种子“{}”\n", scope.seed)
            });
            if !scope.frame.is_empty() {
                text.push_str(&format!(
                    "  {} {}\n",
                    language.pick("frame", "抽样框"),
                    scope.frame
                ));
            }
        }
        for remark in &sample.remarks {
            text.push_str(&format!("  {remark}\n"));
        }
        let mut stratum = None;
        for unit in listed(sample, arguments.reserve) {
            if !sample.strata.is_empty() && stratum != Some(unit.stratum_number) {
                stratum = Some(unit.stratum_number);
                let named = sample.strata.iter().zip(&unit.stratum);
                let named: Vec<String> = named
                    .map(|(name, value)| match (value.is_empty(), en) {
                        (false, _) => format!("{name} {value}"),
                        (true, true) => format!("{name} not known"),
                        (true, false) => format!("{name}不明"),
                    })
                    .collect();
                text.push_str(&format!("  {}\n", named.join(language.pick(", ", "，"))));
            }
            let key: Vec<String> = (unit.key.iter())
                .map(|part| format!("{} {}", part.shown, part.value))
                .collect();
            let row = if en {
                format!("row {}", unit.row)
            } else {
                format!("第 {} 条记录", unit.row)
            };
            let reserve = match (unit.drawn, en) {
                (true, _) => "",
                (false, true) => "  (reserve)",
                (false, false) => "  （备选）",
            };
            text.push_str(&format!(
                "    {}  {row}{reserve}\n",
                key.join(language.pick(", ", "，"))
            ));
        }
        text.push('\n');
    }
    if !arguments.reveal {
        text.push_str(language.pick(
            "Names and numbers of people are masked; `--reveal` shows them.\n",
            "人员的姓名和号码已隐去；加 `--reveal` 显示。\n",
        ));
    }
    text
}

fn as_csv(samples: &[DrawnSample], reserve: usize) -> String {
    // Spreadsheets take Chinese for another encoding without this mark.
    let mut text = "\u{feff}item,stratum,subject,dataset,row,drawn,frame,seed\r\n".to_owned();
    for sample in samples {
        let Some(scope) = &sample.scope else { continue };
        for unit in listed(sample, reserve) {
            let key: Vec<&str> = unit.key.iter().map(|part| part.value.as_str()).collect();
            let (row, drawn) = (unit.row.to_string(), if unit.drawn { "yes" } else { "no" });
            let fields = [
                sample.item.as_str(),
                &unit.stratum.join(" | "),
                &key.join(" | "),
                &unit.dataset,
                &row,
                drawn,
                &scope.frame,
                &scope.seed,
            ];
            let fields: Vec<_> = fields.into_iter().map(csv_field).collect();
            text.push_str(&fields.join(","));
            text.push_str("\r\n");
        }
    }
    text
}
