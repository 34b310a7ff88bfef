//! `duban rank`: the table of a ranking, with every group's place as far as it is known.

use super::arguments::{General, RankArguments, RankFormat};
use super::audit::{Inputs, prepare};
use super::{Exit, show, terminal};
use crate::inspect::{Inspection, Ranked};
use crate::report::csv_field;
use crate::types::Language;

/// Prints the ranking of one item.
pub(super) fn rank(arguments: &RankArguments, general: &General) -> Exit {
    match ranked(arguments, general) {
        Ok(text) => match terminal::output(|out| out.write_all(text.as_bytes())) {
            Ok(()) => Exit::Fine,
            Err(error) => show::no_output(&error),
        },
        Err(exit) => exit,
    }
}

fn ranked(arguments: &RankArguments, general: &General) -> Result<String, Exit> {
    let items = [arguments.item.clone()];
    let inputs = Inputs {
        as_of: arguments.as_of,
        data: arguments.data.as_deref(),
        reveal: arguments.reveal,
        ..Inputs::question(&arguments.audit, &items)
    };
    let prepared = prepare(&inputs, general)?;
    let language = prepared.language(arguments.format == RankFormat::Json, general);
    let inspection = prepared.plan(&inputs, language, general)?;
    let inspection = inspection.run().map_err(show::not_read)?;
    let Some(table) = inspection.ranking(0).map_err(show::not_read)? else {
        let item = &arguments.item;
        return Err(show::not_done(&match show::language(general) {
            Language::En => {
                format!("the item `{item}` ranks nothing; its sentence has to say `ranked by`")
            }
            Language::Zh => format!("检查项 `{item}` 不排名；其语句应写 `依 … 排名`"),
        }));
    };
    Ok(match arguments.format {
        RankFormat::Text => as_text(&table, language),
        RankFormat::Csv => as_csv(&table, language),
        RankFormat::Json => as_json(&table, &inspection, arguments),
    })
}

/// Place, group and value of a row, in words.
fn cells(ranked: &Ranked, language: Language) -> [String; 3] {
    let place = match ranked.place {
        None => language.pick("not ranked", "不排名").to_owned(),
        Some((best, worst)) if best == worst => best.to_string(),
        Some((best, worst)) => format!("{best}–{worst}"),
    };
    let key: Vec<&str> = ranked.key.iter().map(|part| part.value.as_str()).collect();
    let value = match &ranked.value {
        Some(value) => value.text.clone(),
        None => language.pick("not known", "不明").to_owned(),
    };
    [place, key.join(" "), value]
}

fn header(language: Language) -> [String; 3] {
    [
        language.pick("place", "名次").to_owned(),
        language.pick("group", "对象").to_owned(),
        language.pick("value", "数值").to_owned(),
    ]
}

fn as_text(table: &[Ranked], language: Language) -> String {
    let rows = table.iter().map(|ranked| cells(ranked, language));
    let rows: Vec<[String; 3]> = std::iter::once(header(language)).chain(rows).collect();
    let columns = |text: &str| -> usize {
        // Chinese characters take two columns.
        text.chars()
            .map(|c| if c.is_ascii() || c == '–' { 1 } else { 2 })
            .sum()
    };
    let widest = |at: usize| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
    let (first, second) = (widest(0), widest(1));
    let mut text = String::new();
    for [place, key, value] in &rows {
        let place = format!("{place}{}", " ".repeat(first - columns(place)));
        let key = format!("{key}{}", " ".repeat(second - columns(key)));
        text.push_str(&format!("{place}  {key}  {value}\n"));
    }
    text
}

fn as_csv(table: &[Ranked], language: Language) -> String {
    let rows = table.iter().map(|ranked| cells(ranked, language));
    let rows = std::iter::once(header(language)).chain(rows);
    let lines = rows.map(|row| {
        format!(
            "{}\r\n",
            row.each_ref().map(|cell| csv_field(cell)).join(",")
        )
    });
    // Spreadsheets take a file without this mark for one in an old encoding.
    std::iter::once("\u{feff}".to_owned())
        .chain(lines)
        .collect()
}

fn as_json(table: &[Ranked], inspection: &Inspection<'_>, arguments: &RankArguments) -> String {
    let places: Vec<serde_json::Value> = table
        .iter()
        .map(|ranked| {
            let key = ranked.key.iter();
            let key: serde_json::Map<String, serde_json::Value> = key
                .map(|part| (part.name.clone(), part.value.clone().into()))
                .collect();
            serde_json::json!({
                "key": key,
                "value": ranked.value.as_ref().map(|value| &value.text),
                "best": ranked.place.map(|place| place.0),
                "worst": ranked.place.map(|place| place.1),
            })
        })
        .collect();
    let run = crate::findings::Findings::run(inspection);
    let object = serde_json::json!({
        "item": run.items.first().map_or(&arguments.item, |item| &item.id),
        "as_of": run.as_of,
        "places": places,
    });
    format!("{object:#}\n")
}
