//! Conditions in words: "the grade is at least 7", "there is no enrolment of the same national id".

use super::kind;
use super::names::{Words, plain, with_article};
use crate::model::{Aggregate, CalendarFunction, ExprId, ExprKind, Scalar};
use crate::syntax::ast::{
    AggregateFunction, ArithmeticOp, CellState, CompareOp, Function, MatchKind,
};
use crate::types::{Language, Number, Type, Value};

/// What is said of a value: whether it is denied, and the words after "is" or "must be".
pub(super) struct Predicate {
    pub(super) denied: bool,
    /// The English verb where it is not "be": "contain".
    verb: Option<&'static str>,
    /// English: what follows the verb; Chinese: the whole.
    pub(super) words: String,
}

impl Predicate {
    /// English: "is x", "does not contain x".
    pub(super) fn said(&self) -> String {
        let words = &self.words;
        match (self.verb, self.denied) {
            (None, false) => format!("is {words}"),
            (None, true) => format!("is not {words}"),
            (Some(verb), false) => match verb.split_once(' ') {
                Some((verb, rest)) => format!("{verb}s {rest} {words}"),
                None => format!("{verb}s {words}"),
            },
            (Some(verb), true) => format!("does not {verb} {words}"),
        }
    }

    /// English: "must be x", "must not contain x".
    pub(super) fn wanted(&self, must: &str) -> String {
        let verb = self.verb.unwrap_or("be");
        match (self.denied, self.words.strip_prefix("not ")) {
            (false, None) => format!("{must} {verb} {}", self.words),
            (false, Some(words)) => format!("{must} not {verb} {words}"),
            (true, _) => format!("{must} not {verb} {}", self.words),
        }
    }
}

impl Words<'_> {
    /// A condition as a sentence without its full stop.
    pub(super) fn condition(&self, id: ExprId) -> String {
        match kind(self.model, id) {
            ExprKind::And(parts) => {
                if let Some(words) = self.named(parts).or_else(|| self.dependency(id, false)) {
                    return words;
                }
                if let Some(range) = self.range(parts).or_else(|| self.valid(parts)) {
                    return range;
                }
                if let Some(each) = self.each_of(parts, false) {
                    return each;
                }
                self.joined(parts, self.language.pick(" and ", "且"))
            }
            ExprKind::Or(parts) => self.joined(parts, self.language.pick(" or ", "或")),
            ExprKind::AtLeast(number, parts) => self.so_many_of(*number, parts, false),
            ExprKind::Compare(a, op, b) => match self.existence(*a, *op, *b, false, false) {
                Some(words) => words,
                None => self.subject_and_predicate(id),
            },
            ExprKind::Not(inner) => {
                if let ExprKind::Compare(a, op, b) = kind(self.model, *inner)
                    && let Some(words) = self.existence(*a, *op, *b, true, false)
                {
                    return words;
                }
                if self.predicate(id).is_some() {
                    return self.subject_and_predicate(id);
                }
                let inner = self.condition(*inner);
                match self.language {
                    Language::En => format!("it is not so that {inner}"),
                    Language::Zh => format!("并非（{inner}）"),
                }
            }
            ExprKind::State(_, _)
            | ExprKind::OneOf(_, _)
            | ExprKind::Matches(_, _, _)
            | ExprKind::Placeholder(_, _)
            | ExprKind::Function(
                Scalar::Of(Function::ValidCitizenId)
                | Scalar::Calendar(CalendarFunction::InTerm | CalendarFunction::IsWorkingDay, _),
                _,
            ) => self.subject_and_predicate(id),
            // A yes-or-no column stands for itself.
            ExprKind::Column { .. } | ExprKind::Follow { .. } => self.subject_and_predicate(id),
            _ => self.expression(id),
        }
    }

    /// What must never hold, where a requirement denies more than one statement about one value.
    pub(super) fn never(&self, id: ExprId) -> Option<String> {
        let ExprKind::Not(inner) = kind(self.model, id) else {
            return None;
        };
        matches!(kind(self.model, *inner), ExprKind::And(_) | ExprKind::Or(_))
            .then(|| self.condition(*inner))
    }

    /// Conditions with a word between them; bounds on both sides of one value are said together.
    pub(super) fn joined(&self, parts: &[ExprId], word: &str) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut rest = parts;
        while let Some((first, behind)) = rest.split_first() {
            let both = rest.get(..2);
            let range = both.and_then(|both| self.range(both).or_else(|| self.valid(both)));
            if let Some(range) = range {
                words.push(range);
                rest = rest.get(2..).unwrap_or_default();
                continue;
            }
            rest = behind;
            words.push(match parts.len() {
                1 => self.condition(*first),
                _ => self.bracketed(*first, word, rest.is_empty()),
            });
        }
        words.join(word)
    }

    /// A condition to stand beside others: brackets show how far one goes that is put together with another word than theirs.
    fn bracketed(&self, id: ExprId, word: &str, is_last: bool) -> String {
        let words = self.condition(id);
        let is_compound = match kind(self.model, id) {
            ExprKind::Or(_) => true,
            ExprKind::And(parts) => {
                word == self.language.pick(" or ", "或")
                    && self.named_parts(parts).is_none()
                    && self.range(parts).is_none()
                    && self.valid(parts).is_none()
            }
            // Chinese has brackets of its own there.
            ExprKind::Not(_) if self.never(id).is_some() => self.language == Language::En,
            // What follows would belong to the rows that are told there.
            ExprKind::Compare(..) | ExprKind::Not(_) => {
                self.language == Language::En && !is_last && words.contains(" where ")
            }
            _ => false,
        };
        match (is_compound, self.language) {
            (false, _) => words,
            (true, Language::En) => format!("({words})"),
            (true, Language::Zh) => format!("（{words}）"),
        }
    }

    /// A count held against a number as "there is …".
    fn existence(
        &self,
        a: ExprId,
        op: CompareOp,
        b: ExprId,
        denied: bool,
        required: bool,
    ) -> Option<String> {
        let ExprKind::Aggregate(aggregate) = kind(self.model, a) else {
            return None;
        };
        if aggregate.function != AggregateFunction::Count {
            return None;
        }
        let number = match kind(self.model, b) {
            ExprKind::Value(Value::Number(number)) => *number,
            _ => return None,
        };
        let one = Number::integer(1);
        let en = self.language == Language::En;
        let quantity = match (op, denied) {
            (CompareOp::AtLeast, false) if number == one => None,
            (CompareOp::AtMost, false) if number == Number::ZERO => Some(None),
            (CompareOp::AtLeast, true) if number == one => Some(None),
            (CompareOp::AtMost, true) if number == Number::ZERO => None,
            (op, true) => Some(Some(self.operator(op.opposite(), &Type::Integer))),
            (op, false) => Some(Some(self.operator(op, &Type::Integer))),
        };
        let (one_of, many, tail) = self.rows_of(aggregate);
        let is = match (required, self.is_aim) {
            (false, _) => "is",
            (true, false) => "must be",
            (true, true) => "should be",
        };
        let must = if required { self.must() } else { "" };
        Some(match quantity {
            None if en => format!("there {is} {}{tail}", with_article(&one_of)),
            None => format!("{must}有{tail}{one_of}"),
            Some(None) if en => {
                let one_of = one_of.strip_prefix("one of the ").unwrap_or(&one_of);
                format!("there {is} no {one_of}{tail}")
            }
            Some(None) => format!("{must}没有{tail}{one_of}"),
            Some(Some(op)) if en => {
                let op = if op.is_empty() { "exactly" } else { op };
                // Some of rows that have no name of their own are so many of them.
                let of_them = one_of.strip_prefix("one ").unwrap_or(&one_of);
                let noun = if number == one { of_them } else { &many };
                let verb = if number == one || required { is } else { "are" };
                format!("there {verb} {op} {number} {noun}{tail}")
            }
            Some(Some(op)) => {
                let op = match op {
                    "等于" => "恰为",
                    "不低于" => "不少于",
                    _ => op,
                };
                format!("{tail}{one_of}的数量{must}{op}{number}")
            }
        })
    }

    /// The rows of a count: one of them, many of them, and which (English: after, Chinese: before).
    fn rows_of(&self, aggregate: &Aggregate) -> (String, String, String) {
        let (population, rest) = self.population_of(aggregate.dataset, aggregate.filter);
        let one = self.one(aggregate.dataset, population);
        let many = self.many(aggregate.dataset, population);
        (one, many, self.which(aggregate, &rest))
    }

    /// The words for an operator after "is"; equality has none in English.
    fn operator(&self, op: CompareOp, ty: &Type) -> &'static str {
        let day = *ty == Type::Date;
        let (en, zh) = match op {
            CompareOp::Equal => ("", "等于"),
            CompareOp::NotEqual => ("not", "不等于"),
            CompareOp::Less if day => ("before", "早于"),
            CompareOp::Less => ("less than", "小于"),
            CompareOp::AtMost if day => ("on or before", "不晚于"),
            CompareOp::AtMost => ("at most", "不超过"),
            CompareOp::More if day => ("after", "晚于"),
            CompareOp::More => ("more than", "大于"),
            CompareOp::AtLeast if day => ("on or after", "不早于"),
            CompareOp::AtLeast => ("at least", "不低于"),
            CompareOp::Same => ("the same as", "同于"),
        };
        self.language.pick(en, zh)
    }

    fn subject_and_predicate(&self, id: ExprId) -> String {
        let Some(says) = self.predicate(id) else {
            return self.expression(id);
        };
        let subject = self.subject(id).map(|s| self.subject_words(s));
        let subject = subject.unwrap_or_default();
        match (self.language, says.denied) {
            (Language::En, _) => format!("{subject} {}", says.said()),
            (Language::Zh, false) => format!("{subject}{}", says.words),
            (Language::Zh, true) => format!("{subject}{}", denial(&says.words)),
        }
    }

    /// What a yes-or-no column called `is_…` says of its row in English: "small".
    fn quality(&self, id: ExprId) -> Option<String> {
        if self.language != Language::En || self.model.expr(id).ty != Type::Truth {
            return None;
        }
        match kind(self.model, id) {
            ExprKind::Column {
                dataset, column, ..
            } => {
                let column = self.model.column(*dataset, *column)?;
                column
                    .names
                    .show(Language::En)
                    .strip_prefix("is_")
                    .map(plain)
            }
            ExprKind::Follow { value, .. } => self.quality(*value),
            _ => None,
        }
    }

    /// The value that a condition is about; of a quality whose it is.
    pub(super) fn subject_words(&self, id: ExprId) -> String {
        match (self.quality(id), kind(self.model, id)) {
            (Some(_), ExprKind::Column { depth: 0, .. }) => "it".to_owned(),
            (Some(_), ExprKind::Column { dataset, .. }) => {
                format!("the {}", self.one(*dataset, None))
            }
            (Some(_), ExprKind::Follow { key, .. }) => {
                let keys: Vec<String> = key.iter().map(|k| self.referred_to(*k)).collect();
                self.list(&keys)
            }
            _ => self.expression(id),
        }
    }

    /// The value that a condition is about.
    pub(super) fn subject(&self, id: ExprId) -> Option<ExprId> {
        match kind(self.model, id) {
            ExprKind::Not(inner) => self.subject(*inner),
            ExprKind::Column { .. } | ExprKind::Follow { .. } => Some(id),
            ExprKind::Compare(of, CompareOp::AtMost | CompareOp::More, _) => {
                Some(self.days_apart(*of).map_or(*of, |(day, _)| day))
            }
            ExprKind::Compare(of, _, _)
            | ExprKind::State(of, _)
            | ExprKind::OneOf(of, _)
            | ExprKind::Placeholder(of, _)
            | ExprKind::Matches(of, _, _) => Some(*of),
            ExprKind::Function(_, operands) => operands.first().copied(),
            _ => None,
        }
    }

    /// A condition as something required: "the grade must be at least 7", "there must be an enrolment"; `None` where it is
    /// no statement about one value or one table.
    pub(super) fn required(&self, id: ExprId) -> Option<String> {
        let existence = match kind(self.model, id) {
            ExprKind::Compare(a, op, b) => self.existence(*a, *op, *b, false, true),
            ExprKind::Not(inner) => match kind(self.model, *inner) {
                ExprKind::Compare(a, op, b) => self.existence(*a, *op, *b, true, true),
                _ => None,
            },
            _ => None,
        };
        let each = match kind(self.model, id) {
            ExprKind::And(parts) => (self.dependency(id, true))
                .or_else(|| self.each_of(parts, true))
                .or_else(|| self.all_of(parts)),
            ExprKind::Or(parts) => self.all_or_none(parts),
            ExprKind::AtLeast(number, parts) => Some(self.so_many_of(*number, parts, true)),
            _ => None,
        };
        if let Some(words) = existence.or(each) {
            return Some(words);
        }
        let says = self.predicate(id)?;
        let subject = match kind(self.model, id) {
            ExprKind::And(parts) => self.named_parts(parts).map(|(of, _)| of),
            _ => self.subject(id),
        };
        let subject = self.subject_words(subject?);
        Some(match (self.language, says.denied) {
            (Language::En, _) => format!("{subject} {}", says.wanted(self.must())),
            (Language::Zh, denied) => {
                let words = if denied {
                    denial(&says.words)
                } else {
                    says.words
                };
                // What must not be is 不得为, but what has a bound 应不超过 it.
                let forbidden = ["不为", "不等于", "不属于"];
                match forbidden.iter().any(|start| words.starts_with(start)) {
                    true if words != "不为空" => {
                        let not = self.must_not();
                        format!("{subject}{not}{}", words.trim_start_matches('不'))
                    }
                    _ => format!("{subject}{}{words}", self.must()),
                }
            }
        })
    }

    /// What a condition says of its value; `None` where it is no statement about one value.
    pub(super) fn predicate(&self, id: ExprId) -> Option<Predicate> {
        let says = |words: String| {
            Some(Predicate {
                denied: false,
                verb: None,
                words,
            })
        };
        match kind(self.model, id) {
            ExprKind::Not(inner) => {
                if let ExprKind::Compare(a, op, b) = kind(self.model, *inner)
                    && *op != CompareOp::Same
                {
                    return self.comparison(*a, op.opposite(), *b);
                }
                if let ExprKind::Column { .. } | ExprKind::Follow { .. } = kind(self.model, *inner)
                {
                    return match self.quality(*inner) {
                        Some(words) => Some(Predicate {
                            denied: true,
                            verb: None,
                            words,
                        }),
                        None => says(self.say("no", "为「否」")),
                    };
                }
                let mut inner = self.predicate(*inner)?;
                inner.denied = !inner.denied;
                Some(inner)
            }
            ExprKind::Compare(a, op, b) => self.comparison(*a, *op, *b),
            ExprKind::State(_, state) => {
                let (en, zh) = match state {
                    CellState::Given => ("given", "已填"),
                    CellState::Blank => ("blank", "为空"),
                    CellState::Unreadable => ("unreadable", "无法识别"),
                };
                says(self.say(en, zh))
            }
            ExprKind::OneOf(of, values) => {
                let ty = &self.model.expr(*of).ty;
                let words: Vec<String> = values.iter().map(|v| self.literal(v, ty)).collect();
                let list = self.list(&words);
                says(match self.language {
                    Language::En => format!("one of {list}"),
                    Language::Zh => format!("属于{list}"),
                })
            }
            ExprKind::Placeholder(_, names) if names.is_empty() => {
                says(self.say("a placeholder", "是占位文字"))
            }
            ExprKind::Placeholder(_, _) => says(self.say("the row's own name", "是本人姓名")),
            ExprKind::Matches(_, how, pattern) => {
                let pattern = self.quote(pattern);
                let (verb, zh) = match how {
                    MatchKind::Whole => ("fit the pattern", format!("符合模式{pattern}")),
                    MatchKind::Contains => ("contain", format!("含有{pattern}")),
                    MatchKind::StartsWith => ("start with", format!("以{pattern}开头")),
                };
                let words = self.say(&pattern, &zh);
                Some(Predicate {
                    denied: false,
                    verb: Some(verb),
                    words,
                })
            }
            ExprKind::Function(Scalar::Of(Function::ValidCitizenId), _) => {
                says(self.say("a valid citizen id", "是有效的身份证号"))
            }
            ExprKind::Function(Scalar::Calendar(CalendarFunction::IsWorkingDay, _), _) => {
                says(self.say("a working day", "是工作日"))
            }
            ExprKind::Function(Scalar::Calendar(CalendarFunction::InTerm, _), _) => {
                says(self.say("in a term", "在学期内"))
            }
            ExprKind::And(parts) => {
                let (_, words) = self.named_parts(parts)?;
                says(words)
            }
            ExprKind::Column { .. } | ExprKind::Follow { .. } => {
                let quality = self.quality(id);
                says(quality.unwrap_or_else(|| self.say("yes", "为「是」")))
            }
            _ => None,
        }
    }

    /// The two days whose distance a value is.
    fn days_apart(&self, id: ExprId) -> Option<(ExprId, ExprId)> {
        let ExprKind::Function(Scalar::Absolute, operands) = kind(self.model, id) else {
            return None;
        };
        match kind(self.model, *operands.first()?) {
            ExprKind::Arithmetic(a, ArithmeticOp::Minus, b) => {
                let is_day = |id: ExprId| self.model.expr(id).ty == Type::Date;
                (is_day(*a) && is_day(*b)).then_some((*a, *b))
            }
            _ => None,
        }
    }

    /// A comparison said of its left side; a count that reads better as "there is …" is none.
    fn comparison(&self, a: ExprId, op: CompareOp, b: ExprId) -> Option<Predicate> {
        if self.existence(a, op, b, false, false).is_some() {
            return None;
        }
        if let (Some(words), ExprKind::Value(Value::Truth(yes))) =
            (self.quality(a), kind(self.model, b))
        {
            let denied = (op == CompareOp::Equal) != *yes;
            return Some(Predicate {
                denied,
                verb: None,
                words,
            });
        }
        if let (CompareOp::AtMost | CompareOp::More, Some((_, other))) = (op, self.days_apart(a)) {
            let (days, other) = (self.expression(b), self.expression(other));
            let zh = format!("在{other}前{days}至后{days}之间（含）");
            let en = format!("from {days} before {other} to {days} after it");
            return Some(Predicate {
                denied: op == CompareOp::More,
                verb: None,
                words: self.say(&en, &zh),
            });
        }
        let ty = &self.model.expr(a).ty;
        let is_written = matches!(
            kind(self.model, b),
            ExprKind::Value(_) | ExprKind::Setting(_)
        );
        let op = match (op, self.language) {
            (CompareOp::Equal, Language::En) if !is_written => "equal to",
            (CompareOp::NotEqual, Language::En) if !is_written => "not equal to",
            // A word, a day or yes and no: Chinese says that it is it.
            (CompareOp::Equal, Language::Zh) if is_written && !is_number(ty) => "为",
            (CompareOp::NotEqual, Language::Zh) if is_written && !is_number(ty) => "不为",
            _ => self.operator(op, ty),
        };
        let b = self.expression(b);
        Some(Predicate {
            denied: false,
            verb: None,
            words: match self.language {
                Language::En if op.is_empty() => b,
                Language::En => format!("{op} {b}"),
                Language::Zh => format!("{op}{b}"),
            },
        })
    }
}

/// Whether values of a type are counted or measured.
fn is_number(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Number | Type::Integer | Type::Money | Type::Percent | Type::Days | Type::Months
    )
}

/// The Chinese words that deny others.
pub(super) fn denial(words: &str) -> String {
    match words {
        "已填" => "未填".to_owned(),
        "无法识别" => "可以识别".to_owned(),
        _ => format!("不{words}"),
    }
}
