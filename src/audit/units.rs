//! What a file itself says its numbers count: header texts and lines above the table in, units out.
//!
//! A unit that is known is taken as `units` would have it. One that is not, and numbers that contradict each other, leave the column unreadable
//! until the audit file says what they count: nothing is taken for yuan or for a fraction because nothing better is known.

use super::folding;
use crate::data::binding::{BoundColumn, CellKind, Unit};
use crate::data::cell::{self, money_power};
use crate::data::{Buffer, Source};
use crate::types::width::half_width;
use crate::types::{Number, Type};

/// Units of money behind the name in a header, longer ones first.
const BEHIND: [&str; 5] = ["百万元", "万元", "千元", "百元", "亿元"];

/// What plain numbers count in the brackets of a header.
const COUNTED: &[&str] = &[
    "人",
    "名",
    "个",
    "位",
    "户",
    "所",
    "班",
    "个班",
    "间",
    "次",
    "人次",
    "天",
    "日",
    "工作日",
    "月",
    "个月",
    "年",
    "岁",
    "周岁",
    "台",
    "册",
    "本",
    "套",
    "份",
    "件",
    "项",
    "家",
    "张",
    "辆",
    "栋",
    "只",
    "组",
    "节",
    "课时",
    "学时",
    "小时",
    "分钟",
    "分",
    "平方米",
    "㎡",
    "m2",
    "米",
    "公里",
    "千米",
    "亩",
    "公斤",
    "吨",
    "度",
    "person",
    "persons",
    "people",
    "pupils",
    "day",
    "days",
    "month",
    "months",
    "year",
    "years",
    "hours",
    "km",
    "m",
];

/// Words that tell that numbers are not plain yuan, where the unit is none of those known.
const OTHER_MONEY: [&str; 14] = [
    "万元", "千元", "百元", "亿元", "美元", "港元", "欧元", "日元", "thousand", "million",
    "10,000", "10000", "usd", "$",
];

/// Whether a header plainly names a unit, and another than the one given: `金额（元）` where amounts are said to be `万元`.
pub(super) fn contradicts(kind: &CellKind, header: &str, given: &Unit) -> bool {
    let Unit::Power(given) = given else {
        return false;
    };
    match in_header(kind, header).0 {
        Unit::Power(power) => power != *given,
        Unit::Unsaid if *kind == CellKind::Money && *given != 0 => {
            let text = folded(header);
            let mut parts = text.split(is_border).map(without_label);
            parts.any(|part| matches!(part, "元" | "人民币元" | "yuan"))
        }
        Unit::Unsaid if *kind == CellKind::Percent && *given != 0 => {
            let text = folded(header);
            let mut parts = text.split(is_border).map(without_label);
            parts.any(|part| matches!(part, "小数" | "fraction"))
        }
        Unit::Unsaid | Unit::Word(_) | Unit::Unclear => false,
    }
}

/// The only header that is one of the names with a unit of the column behind it: `rate(%)`, `金额（万元）`.
pub(super) fn find(
    headers: &[String],
    names: &[&str],
    declared: &Type,
    kind: &CellKind,
) -> Option<usize> {
    use CellKind::{Integer, Money, Number, Percent};
    if !matches!(kind, Money | Percent | Number | Integer) {
        return None;
    }
    let names: Vec<String> = names.iter().map(|name| folding::folded(name)).collect();
    let mut found = headers.iter().enumerate().filter(|(_, header)| {
        let bare = folding::without_brackets(header);
        // Days are no months.
        let fits = || match (in_header(kind, header).0, declared) {
            (Unit::Unsaid, _) => false,
            (Unit::Word(word), Type::Days) => {
                ["天", "日", "工作日", "day", "days"].contains(&word.as_str())
            }
            (Unit::Word(word), Type::Months) => {
                ["月", "个月", "month", "months"].contains(&word.as_str())
            }
            _ => true,
        };
        bare.is_some_and(|bare| names.contains(&bare)) && fits()
    });
    let (only, _) = found.next()?;
    found.next().is_none().then_some(only)
}

/// The unit that a header names, with its text: `金额（万元）`, `出勤率（%）`, `金额/千元`. [`Unit::Unsaid`] for none, and for yuan.
pub(super) fn in_header(kind: &CellKind, header: &str) -> (Unit, String) {
    let text = folded(header);
    let parts: Vec<&str> = text.split(is_border).map(without_label).collect();
    let mut powers: Vec<(i8, &str)> = Vec::new();
    match kind {
        CellKind::Money => {
            for part in parts.iter().filter(|part| !part.is_empty()) {
                powers.extend(money_power(part).map(|power| (power, *part)));
            }
            if powers.is_empty()
                && let Some(unit) = parts.first().and_then(|name| unit_behind(name))
                && let Some(power) = money_power(unit)
            {
                powers.push((power, unit));
            }
            let other = OTHER_MONEY.iter().find(|word| text.contains(**word));
            if powers.is_empty()
                && let Some(other) = other
            {
                return (Unit::Unclear, (*other).to_owned());
            }
        }
        CellKind::Percent => {
            for part in &parts {
                match *part {
                    "%" | "百分数" | "百分比" | "percent" => powers.push((-2, part)),
                    "小数" | "fraction" => powers.push((0, part)),
                    "\u{2030}" => return (Unit::Unclear, (*part).to_owned()),
                    _ => {}
                }
            }
            let name = text
                .strip_suffix('%')
                .filter(|name| !name.ends_with(|c: char| c.is_ascii_digit()));
            if powers.is_empty() && name.is_some_and(|name| !name.is_empty()) {
                powers.push((-2, "%"));
            }
        }
        CellKind::Number | CellKind::Integer => {
            // `人数（人）`: the last part stands in brackets.
            let bare = folding::without_brackets(header).map_or(0, |_| 1);
            let mut parts = parts.iter().skip(1).filter(|_| bare == 1);
            let word = parts.find(|part| COUNTED.contains(part));
            if let Some(word) = word {
                return (Unit::Word((*word).to_owned()), (*word).to_owned());
            }
        }
        _ => {}
    }
    let Some(&(power, unit)) = powers.first() else {
        return (Unit::Unsaid, String::new());
    };
    if powers.iter().any(|other| other.0 != power) {
        return (Unit::Unclear, unit.to_owned());
    }
    match (kind, power) {
        (CellKind::Money, 0) => (Unit::Unsaid, String::new()),
        _ => (Unit::Power(power), unit.to_owned()),
    }
}

/// What is put behind a bare number so that it counts so: `万元`, `%`. Yuan and fractions have nothing behind them.
pub(super) fn behind(kind: &CellKind, unit: &Unit) -> Option<String> {
    let text = match (kind, unit) {
        (CellKind::Percent, Unit::Power(-2)) => "%",
        (CellKind::Money, Unit::Power(power)) => {
            let mut units = BEHIND.iter().copied();
            units.find(|unit| money_power(unit) == Some(*power))?
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// What the lines above a header say that amounts are counted in, where that is not yuan: `单位：万元`.
pub(super) fn above_header(title: &str) -> Option<String> {
    let text = folded(title);
    let mut labels = text.match_indices("单位").chain(text.match_indices("unit"));
    labels
        .find_map(|(at, label)| {
            let rest = text.get(at + label.len()..)?;
            let rest = rest.trim_start_matches(['s', ':', ' ', ',', '"']);
            let ends =
                |c: char| matches!(c, ')' | ']' | '】' | ';' | '\n' | '\r' | '\t' | '"' | '。');
            let said = rest.split(ends).next()?;
            let mut units = said.split([',', '、', '/', ' ']);
            units
                .find(|unit| {
                    money_power(unit).is_some_and(|power| power != 0)
                        || OTHER_MONEY.iter().any(|word| unit.contains(*word))
                })
                .map(str::to_owned)
        })
        .or_else(|| alone_above(&text))
}

/// The unit of money that a line above a header is, or that stands in brackets at its end: `万元`, `经费（万元）` over several columns.
fn alone_above(folded: &str) -> Option<String> {
    folded.lines().find_map(|line| {
        let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | ';'));
        let inner = line.strip_suffix([')', ']', '】', '〕']);
        let unit = match inner {
            Some(text) => text.rsplit(['(', '[', '【', '〔']).next()?,
            None => line,
        };
        let unit = without_label(unit);
        money_power(unit)
            .is_some_and(|power| power != 0)
            .then(|| unit.to_owned())
    })
}

/// What a note says that amounts are counted in, where that is not yuan: `金额以万元计`.
pub(super) fn in_note(note: &str) -> Option<String> {
    let text = folded(note);
    let unit = |(at, word): (usize, &str)| {
        let rest = text.get(at + word.len()..)?.trim_start_matches(['"', '“']);
        let unit = BEHIND.into_iter().find(|unit| rest.starts_with(unit))?;
        let rest = rest.get(unit.len()..)?.trim_start_matches(['"', '”']);
        let goes_on = ["计", "为单位", "为计量单位", "填", "为计"];
        let is_said = goes_on.iter().any(|word| rest.starts_with(word));
        is_said.then(|| unit.to_owned())
    };
    let mut told = text.match_indices('以').chain(text.match_indices('按'));
    told.find_map(unit).or_else(|| above_header(note))
}

/// Which of these columns of percentages (numbers in the order of `columns`) hold numbers without a sign of which some are up to one and
/// some above it: either could be percent or fractions. What cannot be read is said elsewhere.
pub(super) fn mixed(source: &dyn Source, columns: &[BoundColumn], asked: &[usize]) -> Vec<usize> {
    let mut open: Vec<(usize, usize, bool, bool)> = asked
        .iter()
        .filter_map(|&number| Some((number, columns.get(number)?.index?, false, false)))
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let mut indices: Vec<usize> = open.iter().map(|column| column.1).collect();
    indices.sort_unstable();
    indices.dedup();
    let mut buffer = Buffer::default();
    for chunk in 0..source.chunk_count() {
        let Ok(chunk) = source.read_columns(chunk, &indices, &mut buffer) else {
            break;
        };
        for (_, index, small, large) in &mut open {
            chunk.each(*index, |_, raw| {
                if let Some(number) = cell::number(raw) {
                    let exceeds = number.exceeds_one();
                    *large |= exceeds;
                    *small |= !exceeds && number.value() != Number::ZERO;
                }
            });
        }
    }
    let mixed = open.iter().filter(|column| column.2 && column.3);
    mixed.map(|column| column.0).collect()
}

/// A text in half width and small letters, without blanks around it.
fn folded(text: &str) -> String {
    let half: String = text.chars().map(half_width).collect();
    half.trim().to_lowercase().replace('\u{FF1A}', ":")
}

fn is_border(c: char) -> bool {
    matches!(
        c,
        '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕' | '〈' | '〉' | '/' | ':' | ',' | '、'
    )
}

/// `单位万元` → `万元`.
fn without_label(part: &str) -> &str {
    let part = part.trim();
    part.strip_prefix("单位").unwrap_or(part).trim()
}

/// The unit that a name ends with, where no digit stands before it.
fn unit_behind(name: &str) -> Option<&'static str> {
    BEHIND.into_iter().find(|unit| {
        let before = name.strip_suffix(unit);
        before.is_some_and(|name| !name.is_empty() && !name.ends_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::{above_header, in_header, in_note};
    use crate::data::binding::{CellKind, Unit};

    #[test]
    fn a_header_names_its_unit() {
        let money = |header: &str| in_header(&CellKind::Money, header).0;
        for (header, power) in [
            ("金额（万元）", 4),
            ("金额/千元", 3),
            ("金额(单位：百元)", 2),
            ("拨付金额万元", 4),
        ] {
            assert_eq!(money(header), Unit::Power(power), "{header}");
        }
        for header in [
            "金额",
            "金额（元）",
            "金额（元/人）",
            "千人计划补助",
            "满1万元",
        ] {
            let expected = if header == "满1万元" {
                Unit::Unclear
            } else {
                Unit::Unsaid
            };
            assert_eq!(money(header), expected, "{header}");
        }
        for header in [
            "金额（美元）",
            "金额（元或万元）",
            "Amount (thousand yuan)",
            "金额（元）（万元）",
        ] {
            assert_eq!(money(header), Unit::Unclear, "{header}");
        }
        let percent = |header: &str| in_header(&CellKind::Percent, header).0;
        assert_eq!(percent("出勤率（％）"), Unit::Power(-2));
        assert_eq!(percent("出勤率%"), Unit::Power(-2));
        assert_eq!(percent("出勤率（‰）"), Unit::Unclear);
        assert_eq!(percent("是否达到95%"), Unit::Unsaid);
    }

    #[test]
    fn a_note_names_the_unit_of_amounts() {
        assert_eq!(in_note("注：金额以万元计").as_deref(), Some("万元"));
        assert_eq!(in_note("注：按“千元”为单位").as_deref(), Some("千元"));
        assert_eq!(in_note("注：以万元以上项目为限"), None);
    }

    #[test]
    fn a_line_above_the_header_names_the_unit_of_amounts() {
        for (title, unit) in [
            ("某表\n单位：万元", Some("万元")),
            ("金额单位: 人、千元,,", Some("千元")),
            ("（单位：元）", None),
            ("填报单位：某局", None),
            ("某县经费表\n,,万元", Some("万元")),
            ("学校\n经费（万元）", Some("万元")),
            ("十万元以上工程", None),
            ("经费（元）", None),
        ] {
            assert_eq!(above_header(title).as_deref(), unit, "{title}");
        }
    }
}
