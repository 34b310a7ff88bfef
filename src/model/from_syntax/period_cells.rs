//! How people write a week, month, quarter, term or year in a cell, and which period a cell stands for.
//!
//! A cell that stands for no period at all is not taken for some other one: which period it means is unknown.

use super::Builder;
use super::periods::{Days, Stretch};
use super::problems;
use crate::model::{ExprId, ExprKind, Scalar, TableCondition};
use crate::source::Span;
use crate::syntax::ast::{Cadence, MatchKind};
use crate::types::{Bilingual, Date, Number, Type, Value};
use regex::Regex;
use std::rc::Rc;

/// A period as it is written.
pub(super) struct Written {
    /// Its stable id.
    pub(super) id: String,
    /// What readers call it.
    pub(super) shown: Bilingual,
    /// What may stand for it in a cell.
    pub(super) spellings: Vec<String>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const NUMERALS: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

fn numeral(number: u32) -> &'static str {
    let at = usize::try_from(number).unwrap_or(0).checked_sub(1);
    at.and_then(|at| NUMERALS.get(at)).copied().unwrap_or("")
}

/// The id of the period that begins on a day, what readers call it, and how it is written in tables.
pub(super) fn written(cadence: Cadence, start: Date) -> Written {
    let (year, month, _) = start.parts();
    let (id, en, zh, others) = match cadence {
        Cadence::Week => {
            let (year, week) = start.week();
            let id = format!("{year}-W{week:02}");
            let day = |day: Date| {
                let (_, month, day) = day.parts();
                format!("{month:02}-{day:02}")
            };
            let (first, last) = (day(start), day(Date(start.0 + 6).min(Date::LAST)));
            let others = vec![
                format!("{year}-W{week}"),
                format!("{year}W{week:02}"),
                format!("{year}年{week}周"),
                format!("{year}年{week:02}周"),
                format!("{year}年第{week}周"),
                format!("{year}年第{week:02}周"),
            ];
            let en = format!("week {week} of {year} ({first} to {last})");
            let zh = format!("{year}年第{week}周（{first}至{last}）");
            (id, en, zh, others)
        }
        Cadence::Quarter => {
            let quarter = (month - 1) / 3 + 1;
            let id = format!("{year}-Q{quarter}");
            let zh = format!("{year}年第{quarter}季度");
            let number = numeral(quarter);
            let others = vec![
                format!("{year}Q{quarter}"),
                format!("{year}年{quarter}季度"),
                format!("{year}年第{number}季度"),
                format!("{year}年{number}季度"),
                zh.clone(),
            ];
            let en = format!("quarter {quarter} of {year}");
            (id, en, zh, others)
        }
        Cadence::Year => {
            let (id, zh) = (format!("{year}"), format!("{year}年"));
            let others = vec![zh.clone(), format!("{year}年度")];
            (id.clone(), id, zh, others)
        }
        Cadence::Month | Cadence::Term => {
            let id = format!("{year}-{month:02}");
            let zh = format!("{year}年{month}月");
            let others = month_spellings(year, month);
            (id.clone(), id, zh, others)
        }
    };
    let mut spellings = vec![id.clone()];
    for other in others {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    Written {
        id,
        shown: Bilingual::both(&en, &zh),
        spellings,
    }
}

fn month_spellings(year: i32, month: u32) -> Vec<String> {
    let mut found = Vec::new();
    for between in ["-", "/", ".", "年"] {
        for month in [format!("{month:02}"), format!("{month}")] {
            for end in ["", "月", "月份"] {
                found.push(format!("{year}{between}{month}{end}"));
            }
        }
    }
    found.push(format!("{year} 年 {month} 月"));
    found.push(format!("{year}年 {month}月"));
    found.push(format!("{year}{month:02}"));
    found.push(format!("{year}年{}月", numeral(month)));
    found.push(format!("{year}年{}月份", numeral(month)));
    found.push(format!("{month:02}/{year}"));
    found.push(format!("{month}/{year}"));
    // A spreadsheet keeps a month as its first day.
    for day in [format!("{year}-{month:02}-01"), format!("{year}/{month}/1")] {
        found.push(format!("{day} 00:00:00"));
        found.push(day);
    }
    let name = MONTHS.get(month as usize - 1).copied().unwrap_or("");
    for name in [name, name.get(..3).unwrap_or(name)] {
        for name in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
            for between in [" ", "-", ". ", ", ", "/"] {
                found.push(format!("{name}{between}{year}"));
            }
            found.push(format!("{year} {name}"));
            found.push(format!("{year}-{name}"));
        }
    }
    found
}

/// The pattern of what is written for a period of a kind, whichever it is. It has to allow the spellings and nothing else: what it
/// allows and no spelling of the periods at hand fits is taken for another period.
pub(super) fn shape(cadence: Cadence) -> Rc<str> {
    const YEAR: &str = "[12１２][0-9０-９]{3}";
    const PLAIN: &str = "([1-9１-９]|[1１][0-2０-２])";
    const TWO: &str = "([0０][1-9１-９]|[1１][0-2０-２])";
    let any = format!("({PLAIN}|{TWO})");
    let shapes = match cadence {
        Cadence::Week => {
            let week = "([0０]?[1-9１-９]|[1-5１-５][0-9０-９])";
            vec![
                format!("{YEAR}[-－][WＷ]{week}"),
                format!("{YEAR}[WＷ][0-5０-５][0-9０-９]"),
                format!("{YEAR}年第?{week}周"),
            ]
        }
        Cadence::Quarter => vec![
            format!("{YEAR}[-－]?[QＱ][1-4１-４]"),
            format!("{YEAR}年第?[1-4１-４一二三四]季度"),
        ],
        Cadence::Year => vec![format!("{YEAR}(年度?)?")],
        Cadence::Month | Cadence::Term => {
            let names = MONTHS
                .iter()
                .flat_map(|name| [*name, name.get(..3).unwrap_or(name)]);
            let names = names.flat_map(|n| [n.to_owned(), n.to_lowercase(), n.to_uppercase()]);
            let names = names.collect::<Vec<_>>().join("|");
            vec![
                format!("{YEAR}[-－/／.．年]{any}(月份?)?"),
                format!("{YEAR} 年 {PLAIN} 月"),
                format!("{YEAR}年 {PLAIN}月"),
                format!("{YEAR}{TWO}"),
                format!("{YEAR}年([一二三四五六七八九十]|十[一二])月份?"),
                format!("{any}[/／]{YEAR}"),
                format!("{YEAR}-{TWO}-01( 00:00:00)?"),
                format!("{YEAR}/{PLAIN}/1( 00:00:00)?"),
                format!(r"({names})( |-|\. |, |/){YEAR}"),
                format!("{YEAR}[ -]({names})"),
            ]
        }
    };
    format!(r"\s*({})\s*", shapes.join("|")).into()
}

/// The pattern of terms that are called like some: years and numbers may differ.
pub(super) fn shape_of_names(terms: &[Stretch]) -> Rc<str> {
    let mut found: Vec<String> = Vec::new();
    for name in terms.iter().flat_map(|term| &term.period.spellings) {
        let mut shape = String::new();
        let mut in_number = false;
        for char in name.chars() {
            let digit = char.is_ascii_digit();
            if digit && !in_number {
                shape.push_str("[0-9０-９]+");
            } else if !digit {
                shape.push_str(&regex::escape(&char.to_string()));
            }
            in_number = digit;
        }
        if !found.contains(&shape) {
            found.push(shape);
        }
    }
    format!(r"\s*({})\s*", found.join("|")).into()
}

/// Lets a month, week or quarter without its year stand for the only one of that name; where there are several, which one is
/// meant stays unknown.
pub(super) fn add_bare(cadence: Cadence, stretches: &mut [Stretch]) {
    let bare = |stretch: &Stretch| -> Vec<String> {
        let Days::Known { from, .. } = stretch.days else {
            return Vec::new();
        };
        let (_, month, _) = from.parts();
        match cadence {
            Cadence::Month => vec![
                format!("{month}月"),
                format!("{month:02}月"),
                format!("{month}月份"),
                format!("{month:02}月份"),
                format!("{}月", numeral(month)),
                format!("{}月份", numeral(month)),
            ],
            Cadence::Week => {
                let (_, week) = from.week();
                vec![
                    format!("第{week}周"),
                    format!("{week}周"),
                    format!("W{week}"),
                    format!("W{week:02}"),
                ]
            }
            Cadence::Quarter => {
                let quarter = (month - 1) / 3 + 1;
                vec![
                    format!("第{quarter}季度"),
                    format!("{quarter}季度"),
                    format!("第{}季度", numeral(quarter)),
                    format!("{}季度", numeral(quarter)),
                    format!("Q{quarter}"),
                ]
            }
            Cadence::Term | Cadence::Year => Vec::new(),
        }
    };
    let all: Vec<Vec<String>> = stretches.iter().map(bare).collect();
    let once = |names: &Vec<String>| all.iter().filter(|other| *other == names).count() == 1;
    let mut shape = String::new();
    for (stretch, names) in stretches.iter_mut().zip(&all) {
        if once(names) && !names.is_empty() {
            stretch.period.spellings.extend(names.iter().cloned());
            shape = format!(r"{shape}|\s*({})\s*", names.join("|"));
        }
    }
    if let Some(first) = stretches.first() {
        let shape: Rc<str> = format!("{}{shape}", first.shape).into();
        for stretch in stretches {
            stretch.shape = Rc::clone(&shape);
        }
    }
}

impl Builder<'_> {
    /// The number of the period that a column of a row names, from 1; 0 for every other period.
    pub(super) fn period_in(
        &mut self,
        dataset: usize,
        column: usize,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<ExprId> {
        let of = self.column_at(0, dataset, column, span);
        self.number_of_period(of, stretches, span)
    }

    /// The number of the period that a value stands for, from 1; 0 for every other period. What stands for none is unknown.
    pub(super) fn number_of_period(
        &mut self,
        of: ExprId,
        stretches: &[Stretch],
        span: Span,
    ) -> Option<ExprId> {
        let ty = self.type_of(of);
        let number = |at: usize| Value::Number(Number::integer(i64::try_from(at).unwrap_or(0)));
        let mut rows = Vec::new();
        for (at, stretch) in stretches.iter().enumerate() {
            let condition = match (&ty, stretch.days) {
                (Type::Date, Days::Known { from, to, .. }) => {
                    TableCondition::Range(Value::Date(from), Value::Date(to))
                }
                (Type::OneOf(set), _) => {
                    let set = *set;
                    let spellings = stretch.period.spellings.iter();
                    let mut words: Vec<String> =
                        spellings.filter_map(|text| self.word(set, text)).collect();
                    words.dedup();
                    TableCondition::OneOf(words.into_iter().map(Value::Text).collect())
                }
                (Type::Text | Type::Id, _) => {
                    let words = stretch.period.spellings.iter().cloned();
                    TableCondition::OneOf(words.map(Value::Text).collect())
                }
                (Type::Unknown, _) => return None,
                _ => {
                    let problem = problems::period_column(self.language(), span);
                    self.diagnostics.add(problem);
                    return None;
                }
            };
            rows.push((vec![condition], number(at + 1)));
        }
        rows.push((vec![TableCondition::Other], number(0)));
        let table = self.hidden_table(ty.clone(), Type::Integer, rows, span);
        let found = self.add(ExprKind::Lookup(table, vec![of]), Type::Integer, span);
        let Some(shape) = stretches.first().map(|stretch| Rc::clone(&stretch.shape)) else {
            return Some(found);
        };
        let stands_for_one = match ty {
            Type::Text | Type::Id if !shape.is_empty() => {
                let matches = ExprKind::Matches(of, MatchKind::Whole, shape.to_string());
                self.add(matches, Type::Truth, span)
            }
            Type::OneOf(set) if !shape.is_empty() => {
                let words = self.words_of_shape(set, stretches, &shape);
                self.add(ExprKind::OneOf(of, words), Type::Truth, span)
            }
            _ => return Some(found),
        };
        let read = ExprKind::Function(Scalar::Read, vec![stands_for_one, found]);
        Some(self.add(read, Type::Integer, span))
    }

    /// The words of a value set that stand for a period.
    fn words_of_shape(&self, set: usize, stretches: &[Stretch], shape: &str) -> Vec<Value> {
        let Some(set) = self.model.value_sets.get(set) else {
            return Vec::new();
        };
        let shape = Regex::new(&format!("^(?:{shape})$")).ok();
        let stands = |text: &String| {
            let mut spellings = stretches
                .iter()
                .flat_map(|stretch| &stretch.period.spellings);
            spellings.any(|other| other == text)
                || shape.as_ref().is_some_and(|shape| shape.is_match(text))
        };
        let stands = |names: &&Vec<String>| names.iter().any(stands);
        let words = set.values.iter().filter(stands);
        words
            .filter_map(|names| names.first().cloned().map(Value::Text))
            .collect()
    }
}
