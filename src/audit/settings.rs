//! The value of a setting, by the type that the checklist declares.

use crate::model::AmountOf;
use crate::types::{Date, Number, Type, Value};

/// Words in English and Chinese.
type Both = (&'static str, &'static str);

/// What a setting of a type has to be, and an example.
pub(super) fn wanted(kind: &Type) -> (Both, Both) {
    match kind {
        Type::Days => (("a number of days", "天数"), ("30 days", "30天")),
        Type::Months => (("a number of months", "月数"), ("6 months", "6个月")),
        Type::Percent => (
            ("a percentage with its sign", "带百分号的百分比"),
            ("95%", "95%"),
        ),
        Type::Money => (
            ("an amount in yuan", "以元为单位的金额"),
            ("1250.50 yuan", "1250.50元"),
        ),
        Type::Date => (
            ("a day of the calendar", "日历上的一天"),
            ("2020-09-30", "2020-09-30"),
        ),
        Type::Integer => (("a whole number", "整数"), ("30", "30")),
        Type::Number => (("a number", "数字"), ("2.5", "2.5")),
        Type::Truth => (("`yes` or `no`", "“是”或“否”"), ("yes", "是")),
        Type::Text
        | Type::PersonName
        | Type::Phone
        | Type::Id
        | Type::CitizenId
        | Type::OneOf(_)
        | Type::Reference(_)
        | Type::Unknown => (("a text", "一段文字"), ("text", "文字")),
    }
}

/// What a setting has to be that an item takes for an amount.
pub(super) fn wanted_amount(of: AmountOf) -> Both {
    match of {
        AmountOf::SampleSize => (
            "a whole number of rows from 1 on, or a share up to 100%: a sample is drawn by it",
            "从 1 起的整数，或不超过 100% 的百分比：抽查按它抽取",
        ),
        AmountOf::Validity => (
            "a whole number from 1 on: answers are valid so long",
            "从 1 起的整数：答复在此期间有效",
        ),
        AmountOf::Tolerated => (
            "less than 100%: so many may fail",
            "小于 100% 的百分比：容许这么多不符",
        ),
    }
}

/// Reads the value of a setting; `Err` holds an example of what to write.
pub(super) fn read(kind: &Type, text: &str) -> Result<Value, String> {
    let text = text.trim();
    let example = || wanted(kind).1.0.to_owned();
    let number = |text: &str| Number::parse(text.trim());
    match kind {
        Type::Days => {
            let bare = without(text, &["days", "day", "天", "日"]);
            whole(bare).map(Value::Number).ok_or_else(example)
        }
        Type::Months => {
            let bare = without(text, &["months", "month", "个月", "月"]);
            whole(bare).map(Value::Number).ok_or_else(example)
        }
        Type::Integer => {
            let number = number(text).filter(|number| number.parts().1 == 1);
            number.map(Value::Number).ok_or_else(example)
        }
        Type::Number => number(text).map(Value::Number).ok_or_else(example),
        Type::Percent => percent(text),
        Type::Money => {
            if let Some(bare) = ["万元", "万"].iter().find_map(|u| text.strip_suffix(u)) {
                let yuan = number(bare).and_then(|n| n.times(Number::integer(10_000)));
                return yuan.map(Value::Number).ok_or_else(example);
            }
            let bare = without(text, &["yuan", "元"]);
            number(bare).map(Value::Number).ok_or_else(example)
        }
        Type::Date => Date::parse(text).map(Value::Date).ok_or_else(example),
        Type::Truth => match text.to_lowercase().as_str() {
            "yes" | "true" | "是" => Ok(Value::Truth(true)),
            "no" | "false" | "否" => Ok(Value::Truth(false)),
            _ => Err(example()),
        },
        Type::Text
        | Type::PersonName
        | Type::Phone
        | Type::Id
        | Type::CitizenId
        | Type::OneOf(_)
        | Type::Reference(_)
        | Type::Unknown => Ok(Value::Text(text.to_owned())),
    }
}

/// A fraction; without its sign it is not clear whether 0.95 or 0.95 % is meant.
fn percent(text: &str) -> Result<Value, String> {
    let bare = text.strip_suffix(['%', '％']).unwrap_or(text);
    let Some(number) = Number::parse(bare.trim()) else {
        return Err(wanted(&Type::Percent).1.0.to_owned());
    };
    if bare.len() == text.len() {
        let hundred = Number::integer(100);
        let meant = if number <= Number::integer(1) {
            number.times(hundred).unwrap_or(number)
        } else {
            number
        };
        return Err(format!("{meant}%"));
    }
    let fraction = number.over(Number::integer(100));
    fraction
        .map(Value::Number)
        .ok_or_else(|| wanted(&Type::Percent).1.0.to_owned())
}

fn without<'t>(text: &'t str, units: &[&str]) -> &'t str {
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit));
    bare.unwrap_or(text).trim_end()
}

/// A whole number that is not negative.
fn whole(text: &str) -> Option<Number> {
    let number = Number::parse(text)?;
    (number.parts().1 == 1 && number >= Number::ZERO).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::types::{Number, Type, Value};

    #[test]
    fn a_value_is_read_by_the_type_of_its_setting() {
        let number = |n| Ok(Value::Number(Number::integer(n)));
        assert_eq!(read(&Type::Days, "30"), number(30));
        assert_eq!(read(&Type::Days, "30 days"), number(30));
        assert_eq!(read(&Type::Days, "30天"), number(30));
        assert_eq!(read(&Type::Money, "1.5万元"), number(15_000));
        assert_eq!(
            read(&Type::Percent, "95%"),
            Ok(Value::Number(Number::fraction(95, 100).unwrap()))
        );
    }

    #[test]
    fn a_value_of_another_type_gives_an_example() {
        assert_eq!(read(&Type::Percent, "95"), Err("95%".to_owned()));
        assert_eq!(read(&Type::Percent, "0.95"), Err("95%".to_owned()));
        assert_eq!(read(&Type::Days, "1.5"), Err("30 days".to_owned()));
        assert_eq!(
            read(&Type::Date, "2021-02-29"),
            Err("2020-09-30".to_owned())
        );
    }
}
