//! Values in words.

use super::kind;
use super::names::{Words, plain};
use crate::model::{ExprId, ExprKind, Scalar};
use crate::syntax::ast::{ArithmeticOp, Function};
use crate::types::{Date, Language, Number, Type, Unit, Value};

/// Whether an English name ends in a word that something should follow.
fn ends_open(name: &str) -> bool {
    let last = name.rsplit(' ').next();
    matches!(last, Some("on" | "by" | "from" | "to" | "at" | "in" | "of"))
}

/// "amount paid", "day found": a column that is called by what was done gets a noun, by what its cells hold.
fn with_noun(name: String, ty: &Type) -> (String, bool) {
    const DONE: [&str; 14] = [
        "paid", "due", "born", "found", "sent", "held", "built", "spent", "drawn", "lent", "told",
        "taught", "sold", "back",
    ];
    let noun = match ty {
        Type::Money => "amount",
        Type::Percent => "share",
        Type::Date => "day",
        Type::Number | Type::Integer => "number",
        _ => return (name, false),
    };
    let participle = name.len() > 4 && name.ends_with("ed") && !name.ends_with("eed");
    if name.contains(' ') || !(DONE.contains(&name.as_str()) || participle) {
        return (name, false);
    }
    (format!("{noun} {name}"), true)
}

impl Words<'_> {
    /// Any expression: a value, or a condition as a sentence.
    pub(super) fn expression(&self, id: ExprId) -> String {
        match kind(self.model, id) {
            ExprKind::Value(value) => self.literal(value, &self.model.expr(id).ty),
            ExprKind::Setting(setting) => self.setting(*setting),
            ExprKind::AsOf => self.say("the day of the inspection", "评估日"),
            ExprKind::Headers(dataset) => {
                let name = self.dataset(*dataset);
                match self.language {
                    Language::En => format!("the headers of the file of {name}"),
                    Language::Zh => format!("{name}的文件的表头"),
                }
            }
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => {
                let name = self.column(*dataset, *column);
                let (name, noun) = match self.language {
                    Language::En => with_noun(name, &self.model.expr(id).ty),
                    Language::Zh => (name, false),
                };
                match (depth, self.language) {
                    (0, Language::En) if noun => format!("the {name}"),
                    // "the paid on" and "the a" are no English.
                    (0, Language::En) if name.len() == 1 || ends_open(&name) => self.quote(&name),
                    (0, Language::En) => format!("the {name}"),
                    (0, Language::Zh) => name,
                    (_, Language::En) => {
                        format!("the {name} of the {}", self.one(*dataset, None))
                    }
                    (_, Language::Zh) => format!("{}的{name}", self.dataset(*dataset)),
                }
            }
            ExprKind::GroupKey(part) => self.group_key(*part),
            ExprKind::Follow { key, value, .. } => {
                let keys: Vec<String> = key.iter().map(|k| self.referred_to(*k)).collect();
                let (value, keys) = (self.expression(*value), self.list(&keys));
                match self.language {
                    Language::En => format!("{value} of {keys}"),
                    Language::Zh => format!("{keys}的{value}"),
                }
            }
            ExprKind::Arithmetic(a, op, b) => self.arithmetic(*a, *op, *b),
            ExprKind::OrElse(a, b) => {
                let (first, b) = (self.expression(*a), self.expression(*b));
                let a = match (kind(self.model, *a), self.language) {
                    (ExprKind::Arithmetic(..), Language::En) => format!("({first})"),
                    (ExprKind::Arithmetic(..), Language::Zh) => format!("（{first}）"),
                    _ => first,
                };
                match self.language {
                    Language::En => format!("{a} (or else {b})"),
                    Language::Zh => format!("{a}（没有时取{b}）"),
                }
            }
            ExprKind::Function(Scalar::Of(Function::ValidCitizenId), _)
            | ExprKind::State(_, _)
            | ExprKind::Placeholder(_, _)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast(_, _)
            | ExprKind::Compare(_, _, _)
            | ExprKind::OneOf(_, _)
            | ExprKind::Matches(_, _, _) => self.condition(id),
            ExprKind::Function(function, operands) => self.function(*function, operands),
            ExprKind::Lookup(table, arguments) => {
                let arguments: Vec<String> =
                    arguments.iter().map(|a| self.expression(*a)).collect();
                let arguments = self.list(&arguments);
                let title = self.model.tables.get(*table).map_or(String::new(), |t| {
                    let title = t.title.get(self.language);
                    if title.is_empty() {
                        plain(t.names.show(self.language))
                    } else {
                        self.quote(title)
                    }
                });
                match self.language {
                    Language::En => format!("the value of the table {title} for {arguments}"),
                    Language::Zh => format!("按{arguments}在{title}表中查得的值"),
                }
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Beside { beside, value, .. } => self.beside(*beside, *value),
            ExprKind::Run(_) => self.say("run", "段"),
        }
    }

    /// A key that leads to a row: the row itself where the column is called by a number, "the staff member" for `staff_no`.
    pub(super) fn referred_to(&self, key: ExprId) -> String {
        let said = self.expression(key);
        let Type::Reference(dataset) = self.model.expr(key).ty else {
            return said;
        };
        let numbered = [" no", " id", " number", " code"];
        let is_number = numbered.iter().any(|end| said.ends_with(end));
        let one = self.one(dataset, None);
        if self.language == Language::Zh || !is_number || one.starts_with("row of ") {
            return said;
        }
        format!("the {one}")
    }

    /// A written value with its unit.
    pub(super) fn literal(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::Truth(truth) => {
                if *truth {
                    self.say("yes", "是")
                } else {
                    self.say("no", "否")
                }
            }
            Value::Text(text) => match ty {
                Type::OneOf(set) => self.word(*set, text),
                _ => self.quote(text),
            },
            Value::Number(number) => match ty {
                Type::Percent => match number.times(Number::integer(100)) {
                    Some(hundred) => format!("{hundred}%"),
                    None => number.to_string(),
                },
                Type::Money => format!("{number}{}", self.language.pick(" yuan", "元")),
                Type::Days if *number == Number::integer(1) => self.say("1 day", "1天"),
                Type::Days => format!("{number}{}", self.language.pick(" days", "天")),
                Type::Months if *number == Number::integer(1) => self.say("1 month", "1个月"),
                Type::Months => format!("{number}{}", self.language.pick(" months", "个月")),
                _ => number.to_string(),
            },
            Value::Date(date) => self.day(*date),
        }
    }

    /// A word of a value set in the spelling of the language, where it has one.
    fn word(&self, set: usize, text: &str) -> String {
        let word = super::word(self.model, set, text, self.language);
        match self.language {
            Language::En => plain(&word),
            Language::Zh => word,
        }
    }

    /// A day.
    pub(super) fn day(&self, date: Date) -> String {
        let (year, month, day) = date.parts();
        match self.language {
            Language::En => date.to_string(),
            Language::Zh => format!("{year}年{month}月{day}日"),
        }
    }

    fn arithmetic(&self, a: ExprId, op: ArithmeticOp, b: ExprId) -> String {
        let side = |id: ExprId| {
            let words = self.expression(id);
            match kind(self.model, id) {
                ExprKind::Arithmetic(_, _, _) => match self.language {
                    Language::En => format!("({words})"),
                    Language::Zh => format!("（{words}）"),
                },
                _ => words,
            }
        };
        let word = match op {
            ArithmeticOp::Plus => self.language.pick(" plus ", "加"),
            ArithmeticOp::Minus => self.language.pick(" minus ", "减"),
            ArithmeticOp::Times => self.language.pick(" times ", "乘以"),
            ArithmeticOp::Over => self.language.pick(" divided by ", "除以"),
        };
        format!("{}{word}{}", side(a), side(b))
    }

    /// An amount with its unit, which is said once: the amount, its value in brackets or its name may end in it.
    pub(super) fn amount_of(&self, amount: &str, unit: &str) -> String {
        let bare = amount.trim_end_matches(['”', '」', ')', '）']);
        let singular = unit.trim_end_matches('s');
        match self.language {
            _ if bare.ends_with(unit) => amount.to_owned(),
            Language::En if bare.ends_with(&format!("1 {singular}")) => amount.to_owned(),
            Language::En if amount == "1" => format!("1 {singular}"),
            Language::En => format!("{amount} {unit}"),
            // The name of a number that is not set yet.
            Language::Zh if amount.starts_with("设定的") => format!("{amount}（{unit}）"),
            Language::Zh => format!("{amount}{unit}"),
        }
    }

    fn function(&self, function: Scalar, operands: &[ExprId]) -> String {
        let words: Vec<String> = operands.iter().map(|o| self.expression(*o)).collect();
        let [a, b, c] = [0, 1, 2].map(|n| words.get(n).map(String::as_str).unwrap_or_default());
        let en = self.language == Language::En;
        match function {
            Scalar::Shift { unit, back } => {
                let unit = match unit {
                    Unit::Months => self.language.pick("months", "个月"),
                    Unit::Years => self.language.pick("years", "年"),
                    Unit::Days | Unit::WorkingDays | Unit::Yuan | Unit::Percent => {
                        self.language.pick("days", "天")
                    }
                };
                let b = self.amount_of(b, unit);
                match (en, back) {
                    (true, false) => format!("{b} after {a}"),
                    (true, true) => format!("{b} before {a}"),
                    (false, false) => format!("{a}后{b}"),
                    (false, true) => format!("{a}前{b}"),
                }
            }
            Scalar::Read => b.to_owned(),
            Scalar::Absolute => match operands.first().map(|o| kind(self.model, *o)) {
                Some(ExprKind::Arithmetic(x, ArithmeticOp::Minus, y)) => {
                    let (x, y) = (self.expression(*x), self.expression(*y));
                    if en {
                        format!("the difference between {x} and {y}")
                    } else {
                        format!("{x}与{y}之差")
                    }
                }
                _ if en => format!("the size of {a}"),
                _ => format!("{a}的绝对值"),
            },
            Scalar::Calendar(function, _) => self.of_calendar(function, a, b),
            Scalar::Of(function) => match (function, en) {
                (Function::Age, true) => format!("the age in full years from {a} to {b}"),
                (Function::Age, false) => format!("按{a}算至{b}的周岁"),
                (Function::DaysBetween, true) => format!("the number of days from {a} to {b}"),
                (Function::DaysBetween, false) => format!("从{a}到{b}的天数"),
                (Function::Week, true) => format!("the week of {a}"),
                (Function::Week, false) => format!("{a}的周次"),
                (Function::Quarter, true) => format!("the quarter of {a}"),
                (Function::Quarter, false) => format!("{a}的季度"),
                (Function::LastBirthday, true) => format!("the last birthday of {a} on {b}"),
                (Function::LastBirthday, false) => format!("按{a}算至{b}的最近生日"),
                (
                    Function::WorkingDays
                    | Function::IsWorkingDay
                    | Function::Term
                    | Function::Stage
                    | Function::Opening
                    | Function::Closing
                    | Function::NextTerm
                    | Function::PreviousTerm,
                    _,
                ) => String::new(),
                (Function::Month, true) => format!("the month of {a}"),
                (Function::Month, false) => format!("{a}的月份"),
                (Function::Year, true) => format!("the year of {a}"),
                (Function::Year, false) => format!("{a}的年份"),
                (Function::Length, true) => format!("the length of {a} in characters"),
                (Function::Length, false) => format!("{a}的字数"),
                (Function::Part, true) => format!("characters {b} to {c} of {a}"),
                (Function::Part, false) => format!("{a}的第{b}至{c}位"),
                (Function::BirthDate, true) => format!("the birth date in {a}"),
                (Function::BirthDate, false) => format!("{a}中的出生日期"),
                (Function::Sex, true) => format!("the sex in {a}"),
                (Function::Sex, false) => format!("{a}中的性别"),
                (Function::ValidCitizenId, true) => format!("{a} is a valid citizen id"),
                (Function::ValidCitizenId, false) => format!("{a}是有效的身份证号"),
                (Function::Earlier, true) => format!("the smaller or earlier of {a} and {b}"),
                (Function::Earlier, false) => format!("{a}与{b}中较小（较早）者"),
                (Function::Later, true) => format!("the larger or later of {a} and {b}"),
                (Function::Later, false) => format!("{a}与{b}中较大（较晚）者"),
                (Function::Rounded, true) => format!("{a} rounded to {b} decimals"),
                (Function::Rounded, false) => format!("{a}保留{b}位小数"),
            },
        }
    }
}
