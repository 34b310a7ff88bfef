//! The figures of a clause: days, percentages, amounts of money, ages, and numbers with a unit, each with its place.

use super::patterns::{Pattern, group, pattern};
use crate::types::Date;
use crate::types::number_words::english_cardinal;
use regex::Captures;
use std::ops::Range;
use std::sync::LazyLock;

/// What a figure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A day with its year.
    Day(Date),
    /// A day that no calendar has.
    NoDay,
    /// From the first day of a month to the first day of another.
    Months(Date, Date),
    /// A month, a year, or a day without its year.
    PartOfDate,
    /// A share, as the number before the sign.
    Percent(String),
    /// An age, or the first and last of a range of ages.
    Age(String, Option<String>),
    /// An amount in whole and decimal units of the currency.
    Money(String),
    /// A number and its unit.
    Count(String, String),
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// What it says.
    pub(super) kind: Kind,
    /// Its place in the text.
    pub(super) at: Range<usize>,
    /// As it is shown in a comment: a day as 2020-02-26, anything else as written.
    pub(super) shown: String,
}

impl Figure {
    /// The words before it and those behind, in a piece of the text that begins at `from`.
    pub(super) fn around<'a>(&self, piece: &'a str, from: usize) -> (&'a str, &'a str) {
        let start = self.at.start.saturating_sub(from);
        let end = self.at.end.saturating_sub(from);
        (
            piece.get(..start).unwrap_or_default(),
            piece.get(end..).unwrap_or_default(),
        )
    }
}

static CHINESE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<skip>[〔\[（(]\d{4}[〕\]）)]第?\d+号|一次性|第[一二三四五六七八九十]+[日天周次])
        |(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日
            (?:(?P<to>至|到|-|—+|–|~|～)(?:(?P<y2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日)?
        |(?P<iy>\d{4})[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})
        |(?P<y3>\d{4})年(?P<m3>\d{1,2})月(?:至|到|-|—+|–|~|～)(?:(?P<y4>\d{4})年)?(?P<m4>\d{1,2})月
        |(?P<part>(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|[底末初份]|[上中下]旬)?|\d{4}年[底末初]?)
        |(?P<percent>\d+(?:\.\d+)?)[%‰]
        |(?P<parts>[百千万])分之(?P<share>\d+(?:\.\d+)?|[一二三四五六七八九十百零〇两]+(?:点[一二三四五六七八九零〇]+)?)
        |(?P<words>[一二三四五六七八九十百千零〇两]+)(?:(?P<scalew>[万亿]*)元|(?P<unitw>个工作日|工作日|个月|日|天|周|学时|课时|小时|分钟|次|年内|周?岁))
        |(?P<age>\d+)(?:[-—–~～至到]+(?P<age2>\d+))?周?岁
        |(?P<money>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[百千万亿]*)元
        |(?P<count>\d+(?:,\d{3})*(?:\.\d+)?)(?:[-—–~～至]\d+)?[多余]?
            (?P<unit>人次|个百分点|个工作日|工作日|个月|个乡镇|平方米|公里|学时|课时|小时|分钟|公斤|千克
                |[名人个所册间套台次项户场期处辆米亩条份件栋座家支张块棵日天周年月村县班本吨倍分级批篇盏口眼头只幢艘门对组类种])
        |(?P<other>\d[\d,.]*)",
    )
});

static ENGLISH: Pattern = LazyLock::new(|| {
    pattern(
        r"(?xi)
        (?P<skip>§\s?\d+(?:\.\d+)*|\b(?:article|section|annex|chapter|part|no\.)\s\d+(?:[./]\d+)*)
        |\b(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2})\b
        |\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s(?P<y>\d{4})\b
        |\b(?P<mon2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y2>\d{4})\b
        |\b(?P<m3>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s(?P<y3>\d{4})\s?(?:to|until|through|-|–|—)\s?(?P<m4>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s(?P<y4>\d{4})\b
        |\b(?P<part>\d{1,2}(?:st|nd|rd|th)?\s(?:january|february|march|april|may|june|july|august|september|october|november|december)
            |(?:january|february|march|april|may|june|july|august|september|october|november|december)\s\d{1,4})\b
        |(?P<percent>\d+(?:\.\d+)?)\s?(?:%|per\s?cent\b)
        |\b(?P<spelled>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:one|a)\shundred)
            \s(?:(?P<spelledpercent>per\s?cent\b)|(?P<spelledage>years\s(?:old|of\sage))|(?P<spelledmoney>(?:yuan|euros?|dollars|pounds)\b)
                |(?P<spelledunit>working\sdays?|[a-z]+))
        |\bage[sd]?\s(?:of\s|from\s|between\s)?(?P<age>\d+)(?:\s?(?:to|and|-|–|through)\s?(?P<age2>\d+))?
        |\b(?P<age3>\d+)\syears\s(?:old|of\sage)
        |(?:eur|usd|rmb|cny|gbp|chf|[€$£¥])\s?(?P<money>\d+(?:,\d{3})*(?:\.\d+)?)
        |\b(?P<money2>\d+(?:,\d{3})*(?:\.\d+)?)\s(?:yuan|euros?|eur|usd|rmb|cny|dollars|pounds)\b
        |\b(?P<count>\d+(?:,\d{3})*(?:\.\d+)?)\s(?P<unit>working\sdays?|[a-z]+)
        |(?P<other>\d[\d,.]*)",
    )
});

/// The figures of a text, in its order.
pub(super) fn figures(text: &str, chinese: bool) -> Vec<Figure> {
    let pattern = if chinese { &CHINESE } else { &ENGLISH };
    let mut all = Vec::new();
    for found in pattern.captures_iter(text) {
        read(&found, &mut all);
    }
    all
}

/// The months that a sentence says something is owed for.
pub(super) fn months(figures: &[&Figure]) -> Option<(Date, Date)> {
    let months = figures.iter().find_map(|figure| match figure.kind {
        Kind::Months(from, to) if from <= to => Some((from, to)),
        _ => None,
    });
    // From one day to another, written as one.
    let days = || {
        figures
            .windows(2)
            .find_map(|pair| match (&pair[0].kind, &pair[1].kind) {
                (Kind::Day(from), Kind::Day(to))
                    if from < to && pair[0].at.end == pair[1].at.start =>
                {
                    Some((*from, *to))
                }
                _ => None,
            })
    };
    months.or_else(days)
}

fn read(found: &Captures<'_>, all: &mut Vec<Figure>) {
    let Some(whole) = found.get(0) else { return };
    let mut add =
        |kind: Kind, at: Range<usize>, shown: String| all.push(Figure { kind, at, shown });
    let as_written = || whole.as_str().to_owned();
    if group(found, "skip").is_some() || group(found, "other").is_some() {
        return;
    }
    if group(found, "to").is_some() {
        // The second day of a range takes over the year and month that it leaves out.
        let first = [group(found, "y"), group(found, "m"), group(found, "d")];
        let second = [
            group(found, "y2").or(first[0]),
            group(found, "m2").or(first[1]),
            group(found, "d2"),
        ];
        let middle = found.name("to").map_or(whole.end(), |to| to.start());
        for (day, at) in [
            (first, whole.start()..middle),
            (second, middle..whole.end()),
        ] {
            let (kind, shown) = day_of(day);
            add(kind, at, shown);
        }
        return;
    }
    for names in [
        ["y", "m", "d"],
        ["iy", "im", "id"],
        ["y", "mon", "d"],
        ["y2", "mon2", "d2"],
    ] {
        let day = names.map(|name| group(found, name));
        if day.iter().all(Option::is_some) {
            let (kind, shown) = day_of(day);
            add(kind, whole.range(), shown);
            return;
        }
    }
    let number = |name: &str| group(found, name).map(|digits| digits.replace(',', ""));
    let month = |year: Option<&str>, month: &str| {
        let year = i32::try_from(number_of(year?)).ok()?;
        Date::new(year, number_of(group(found, month)?), 1)
    };
    let (first, last) = (group(found, "y3"), group(found, "y4"));
    if let (Some(from), Some(to)) = (month(first, "m3"), month(last.or(first), "m4")) {
        add(Kind::Months(from, to), whole.range(), as_written());
        return;
    }
    let kind = if let Some(percent) = number("percent") {
        match whole.as_str().ends_with('‰') {
            true => Kind::Percent(divided(&percent, 1)),
            false => Kind::Percent(percent),
        }
    } else if let (Some(share), Some(parts)) = (group(found, "share"), group(found, "parts")) {
        let zeros = match parts {
            "百" => 0,
            "千" => 1,
            _ => 2,
        };
        match spelled(share) {
            Some(share) => Kind::Percent(divided(&share, zeros)),
            None => return,
        }
    } else if let Some(words) = group(found, "spelled") {
        let Some(count) = english_number(words).map(|count| count.to_string()) else {
            return;
        };
        if group(found, "spelledpercent").is_some() {
            Kind::Percent(count)
        } else if group(found, "spelledage").is_some() {
            Kind::Age(count, None)
        } else if group(found, "spelledmoney").is_some() {
            Kind::Money(count)
        } else {
            match group(found, "spelledunit") {
                Some("of" | "or" | "and" | "to" | "from") | None => return,
                Some(unit) => Kind::Count(count, unit.to_owned()),
            }
        }
    } else if let Some(words) = group(found, "words") {
        let Some(count) = spelled(words) else { return };
        match group(found, "unitw") {
            Some("岁" | "周岁") => Kind::Age(count, None),
            Some(unit) => Kind::Count(count, unit.trim_end_matches('内').to_owned()),
            None => match scaled(&count, group(found, "scalew").unwrap_or_default()) {
                Some(money) => Kind::Money(money),
                None => return,
            },
        }
    } else if let Some(age) = number("age").or_else(|| number("age3")) {
        Kind::Age(age, number("age2"))
    } else if let Some(money) = number("money").or_else(|| number("money2")) {
        match scaled(&money, group(found, "scale").unwrap_or_default()) {
            Some(money) => Kind::Money(money),
            None => return,
        }
    } else if let (Some(count), Some(unit)) = (number("count"), group(found, "unit")) {
        Kind::Count(count, unit.to_owned())
    } else {
        Kind::PartOfDate
    };
    add(kind, whole.range(), as_written());
}

/// A number from one to a hundred in English words, and the words for how often and which one.
pub(super) fn english_number(words: &str) -> Option<u32> {
    const NTH: [&str; 20] = [
        "",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    let lower = words.trim().to_lowercase();
    let small = |word: &str| {
        let number = english_cardinal(word).filter(|number| *number < NTH.len());
        number.or_else(|| NTH.iter().position(|known| *known == word))
    };
    let number = match lower.as_str() {
        "once" => Some(1),
        "twice" => Some(2),
        "one hundred" | "a hundred" => Some(100),
        "twentieth" => Some(20),
        "thirtieth" => Some(30),
        word => match word.split_once('-') {
            Some((tens, ones)) => {
                let tens = english_cardinal(tens).filter(|tens| *tens >= NTH.len())?;
                small(ones).map(|ones| tens + ones)
            }
            None => english_cardinal(word).or_else(|| small(word)),
        },
    };
    u32::try_from(number.filter(|number| *number > 0)?).ok()
}

/// A number in digits or in Chinese characters, in digits.
fn spelled(text: &str) -> Option<String> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let (whole, decimals) = text.split_once('点').unwrap_or((text, ""));
    let digit = |c: char| match c {
        '零' | '〇' => Some(0),
        '两' => Some(2),
        _ => "一二三四五六七八九"
            .chars()
            .position(|known| known == c)
            .and_then(|at| u64::try_from(at + 1).ok()),
    };
    let (mut total, mut last) = (0_u64, None);
    for character in whole.chars() {
        let factor = match character {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                last = Some(digit(character)?);
                continue;
            }
        };
        total += last.take().unwrap_or(1) * factor;
    }
    let total = total + last.unwrap_or(0);
    if decimals.is_empty() {
        return Some(total.to_string());
    }
    let decimals: Option<String> = decimals
        .chars()
        .map(|c| Some(digit(c)?.to_string()))
        .collect();
    Some(format!("{total}.{}", decimals?))
}

/// A decimal number with its point moved so many places to the left; exact.
fn divided(number: &str, places: usize) -> String {
    if places == 0 {
        return number.to_owned();
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let padded = format!(
        "{}{whole}",
        "0".repeat((places + 1).saturating_sub(whole.len()))
    );
    let (front, moved) = padded.split_at(padded.len() - places);
    let all = format!("{front}.{moved}{decimals}");
    all.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A day, and how it is shown; one that no calendar has keeps its figures.
fn day_of(parts: [Option<&str>; 3]) -> (Kind, String) {
    let [year, month, day] = parts.map(|part| part.map(number_of).unwrap_or_default());
    let shown = format!("{year:04}-{month:02}-{day:02}");
    let real = i32::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, month, day));
    (real.map_or(Kind::NoDay, Kind::Day), shown)
}

/// Digits, or the name of a month.
fn number_of(text: &str) -> u32 {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = text.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| *month == lower);
    let month = month.and_then(|at| u32::try_from(at + 1).ok());
    month.or_else(|| text.parse().ok()).unwrap_or_default()
}

/// A decimal number times 万, 亿 and the like; exact.
pub(super) fn scaled(number: &str, scale: &str) -> Option<String> {
    let zeros: usize = scale
        .chars()
        .map(|c| match c {
            '百' => 2,
            '千' => 3,
            '万' => 4,
            _ => 8,
        })
        .sum();
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.len() > zeros {
        let (shifted, rest) = decimals.split_at(zeros);
        return Some(format!("{whole}{shifted}.{rest}"));
    }
    let padding = "0".repeat(zeros - decimals.len());
    let digits = format!("{whole}{decimals}{padding}");
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() { "0" } else { digits }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Kind, figures};

    fn shown(text: &str, chinese: bool) -> Vec<String> {
        figures(text, chinese)
            .into_iter()
            .map(|figure| figure.shown)
            .collect()
    }

    #[test]
    fn chinese_figures_are_read_with_their_kind() {
        let text = "2021年3月1日至4月31日对6-15周岁（青水发〔2021〕12号）2019-2021年达到95%以上，补助1.5万元，配备31个站，5月底前";
        assert_eq!(
            shown(text, true),
            [
                "2021-03-01",
                "2021-04-31",
                "6-15周岁",
                "2019-2021年",
                "95%",
                "1.5万元",
                "31个",
                "5月底"
            ]
        );
        let kinds: Vec<Kind> = figures(text, true)
            .into_iter()
            .map(|figure| figure.kind)
            .collect();
        assert_eq!(kinds[1], Kind::NoDay);
        assert_eq!(kinds[5], Kind::Money("15000".to_owned()));
    }

    #[test]
    fn numbers_in_words_are_figures() {
        let text = "达到百分之九十五以上，漏损率不超过千分之五，百分之百入户，十五日内办结，两个月，二十万元，百分之二点五，一百零五分钟";
        let kinds: Vec<Kind> = figures(text, true)
            .into_iter()
            .map(|figure| figure.kind)
            .collect();
        let percent = |text: &str| Kind::Percent(text.to_owned());
        let count = |number: &str, unit: &str| Kind::Count(number.to_owned(), unit.to_owned());
        assert_eq!(
            kinds,
            [
                percent("95"),
                percent("0.5"),
                percent("100"),
                count("15", "日"),
                count("2", "个月"),
                Kind::Money("200000".to_owned()),
                percent("2.5"),
                count("105", "分钟"),
            ]
        );
    }

    #[test]
    fn english_figures_are_read_with_their_kind() {
        let text = "By 30 June 2021 at least 95 per cent of pupils aged 6 to 15 get 1,350 yuan within 30 days (Article 12, 2.5%)";
        assert_eq!(
            shown(text, false),
            [
                "2021-06-30",
                "95 per cent",
                "aged 6 to 15",
                "1,350 yuan",
                "30 days",
                "2.5%"
            ]
        );
    }
}
