//! Values and messages in words.

use crate::eval::Known;
use crate::findings::ShownValue;
use crate::types::{Date, Language, Number, Type, Value};

/// A value as it would be written in a checklist.
pub(super) fn value(kind: &Type, value: &Value, language: Language) -> String {
    match value {
        Value::Truth(true) => language.pick("yes", "是").to_owned(),
        Value::Truth(false) => language.pick("no", "否").to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => self::number(kind, *number, language),
        Value::Date(day) => day.to_string(),
    }
}

/// A number with the unit of its type; a percentage with `%`.
pub(super) fn number(kind: &Type, number: Number, language: Language) -> String {
    match kind {
        Type::Percent => percent(number),
        Type::Money => format!("{number} {}", language.pick("yuan", "元")),
        Type::Days => match language {
            Language::En if number == Number::integer(1) => format!("{number} day"),
            Language::En => format!("{number} days"),
            Language::Zh => format!("{number} 天"),
        },
        Type::Months => match language {
            Language::En if number == Number::integer(1) => format!("{number} month"),
            Language::En => format!("{number} months"),
            Language::Zh => format!("{number} 个月"),
        },
        _ => number.to_string(),
    }
}

/// A fraction in percent: in full where it ends within two decimals, else rounded to two, with a sign that it is; to more where two
/// would make a round number of it: 89.999% is not the 90% that are asked for.
fn percent(number: Number) -> String {
    let Some(hundredfold) = number.times(Number::integer(100)) else {
        return number.to_string();
    };
    match hundredfold.rounded(2) {
        Some(rounded) if rounded == hundredfold => format!("{rounded}%"),
        Some(rounded) => {
            let is_told = |n: &Number| n.rounded(1) != Some(*n);
            let longer = (2..=8).filter_map(|places| hundredfold.rounded(places));
            let rounded = longer.into_iter().find(is_told).unwrap_or(rounded);
            let about = if rounded == hundredfold { "" } else { "≈" };
            format!("{about}{rounded}%")
        }
        None => format!("{hundredfold}%"),
    }
}

/// A value that the engine found, for a finding; `None` where it has no words of its own (keys, digests).
pub(super) fn shown(kind: &Type, known: &Known, language: Language) -> Option<ShownValue> {
    let plain = |text: String| ShownValue {
        text,
        number: None,
        low: None,
        high: None,
    };
    match known {
        Known::Truth(truth) => Some(plain(value(kind, &Value::Truth(*truth), language))),
        Known::Days(days) => Some(plain(Date(*days).to_string())),
        Known::Text(text) => Some(plain(text.clone())),
        Known::Number(low, high) if low == high => Some(ShownValue {
            text: number(kind, *low, language),
            number: Some(low.to_f64()),
            low: None,
            high: None,
        }),
        Known::Number(low, high) => {
            let (from, to) = (number(kind, *low, language), number(kind, *high, language));
            Some(ShownValue {
                text: match language {
                    Language::En => format!("between {from} and {to}"),
                    Language::Zh => format!("介于 {from} 与 {to} 之间"),
                },
                number: None,
                low: Some(low.to_f64()),
                high: Some(high.to_f64()),
            })
        }
        Known::Key(..) | Known::Code(_) | Known::Digest(_) => None,
    }
}

/// What is not met, in one sentence: the requirement, what its value is held against, and what was found.
pub(super) fn not_met(
    [requirement, other]: [&str; 2],
    actual: Option<&str>,
    language: Language,
) -> String {
    match actual {
        None => [requirement, other].concat(),
        Some(actual) => {
            let found = language.pick("; found ", "；实际为 ");
            [requirement, other, found, actual].concat()
        }
    }
}

/// Some texts, one behind the other.
pub(super) fn joined(mut texts: Vec<String>, between: &str) -> String {
    match texts.as_slice() {
        [_] => texts.pop().unwrap_or_default(),
        several => several.join(between),
    }
}

/// What cannot be told, in one sentence: the requirement, and why.
pub(super) fn cannot_tell(requirement: &str, reasons: &[String], language: Language) -> String {
    let why = reasons.join(language.pick(", ", "、"));
    match (language, requirement.is_empty()) {
        (Language::En, true) => format!("cannot tell: {why}"),
        (Language::En, false) => format!("cannot tell ({requirement}): {why}"),
        (Language::Zh, true) => format!("无法判断：{why}"),
        (Language::Zh, false) => format!("无法判断（{requirement}）：{why}"),
    }
}

/// A finding for what stops a whole item.
pub(super) fn stopped(subjects: u64, reasons: &[String], language: Language) -> String {
    let why = reasons.join(language.pick("; ", "；"));
    match (language, subjects) {
        // What has no subjects could not even be looked for.
        (Language::En, 0) => format!("nothing could be judged: {why}"),
        (Language::Zh, 0) => format!("全部无法判断：{why}"),
        (Language::En, 1) => format!("cannot tell for 1 subject: {why}"),
        (Language::En, _) => format!("cannot tell for {subjects} subjects: {why}"),
        (Language::Zh, _) => format!("有 {subjects} 个对象无法判断：{why}"),
    }
}
