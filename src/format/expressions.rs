//! Conditions and operators.
//!
//! An expression gets brackets where its author put some, and where either vocabulary needs them: so both have the same.

use super::Printer;
use super::line::Line;
use crate::syntax::ast::{
    ArithmeticOp, CellState, ColumnTest, CompareOp, DateWindow, Expr, ExprKind, Function,
    MatchKind, Name, Quantifier, Quoted, Rows,
};
use crate::types::{Language, Unit};

/// How tightly an expression binds; one that binds less tightly than its place asks for gets brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Anything.
    Any,
    /// An operand of `or`.
    And,
    /// An operand of `and`.
    Not,
    /// A comparison or another condition.
    Condition,
    /// A value: a side of a comparison.
    Value,
    /// An operand of `+` and `-`.
    Sum,
    /// An operand of `*` and `/`.
    Product,
    /// An operand of a leading minus.
    Negative,
    /// A name, a literal, something in brackets.
    Primary,
}

/// A comparison without its left side.
pub(super) enum Test<'e> {
    /// `at least B`
    Compare(CompareOp, &'e str, &'e Expr),
    /// `from B to C`
    Between(&'e Expr, &'e Expr),
    /// `one of B, C`
    OneOf(&'e [Expr]),
    /// `given`
    State(CellState),
    /// `in P`
    Found(&'e Rows),
    /// `matches "…"`
    Matches(MatchKind, &'e Quoted),
    /// `within 30 days after D`
    Window(&'e DateWindow),
    /// `within N of B`
    Near(&'e Expr, &'e Expr),
    /// `a valid citizen id`
    ValidCitizenId,
    /// `a working day`
    WorkingDay,
    /// `in term T`, `in stage S`: whether it is a stage, and which
    InPeriod(bool, Option<&'e Name>),
    /// 满 6 周岁, with the day when it is not that of the inspection
    FullAge(CompareOp, Option<&'e Expr>, &'e Expr),
}

/// How tightly an expression binds as printed, whichever the vocabulary.
fn level(e: &Expr) -> Level {
    match &e.kind {
        ExprKind::Name(_)
        | ExprKind::Path(..)
        | ExprKind::Text(_)
        | ExprKind::Number(..)
        | ExprKind::Date(_)
        | ExprKind::Month(..)
        | ExprKind::AsOf
        | ExprKind::Lookup(..) => Level::Primary,
        ExprKind::Negative(_) => Level::Negative,
        ExprKind::Arithmetic(_, ArithmeticOp::Times | ArithmeticOp::Over, _) => Level::Product,
        ExprKind::Arithmetic(_, ArithmeticOp::Plus | ArithmeticOp::Minus, _) => Level::Sum,
        ExprKind::OrElse(..) => Level::Value,
        ExprKind::Compare(..)
        | ExprKind::Between(..)
        | ExprKind::OneOf(..)
        | ExprKind::State(..)
        | ExprKind::Found(..)
        | ExprKind::Matches(..)
        | ExprKind::DateWindow(_)
        | ExprKind::InTerm(..)
        | ExprKind::InStage(..)
        | ExprKind::Near(..)
        | ExprKind::Has(_)
        | ExprKind::Quantified(..) => Level::Condition,
        ExprKind::Not(_) => Level::Not,
        ExprKind::And(_) => Level::And,
        ExprKind::Or(_) => Level::Any,
        ExprKind::Function(function, _) => match function {
            Function::ValidCitizenId | Function::IsWorkingDay => Level::Condition,
            // Their list would take what follows.
            Function::Earlier | Function::Later => Level::Any,
            Function::Age
            | Function::DaysBetween
            | Function::Month
            | Function::Year
            | Function::Length
            | Function::Part
            | Function::BirthDate
            | Function::Sex
            | Function::Rounded
            | Function::Week
            | Function::Quarter
            | Function::LastBirthday
            | Function::WorkingDays
            | Function::Term
            | Function::Stage
            | Function::Opening
            | Function::Closing
            | Function::NextTerm
            | Function::PreviousTerm => Level::Primary,
        },
        // Its key and condition would take what follows.
        ExprKind::Aggregate(_) => Level::Any,
    }
}

impl Printer<'_> {
    /// An expression at a place that asks for a level.
    pub(super) fn expr(&self, line: &mut Line, e: &Expr, at: Level) {
        if level(e) < at || self.written.in_brackets(e.span) {
            line.open(false);
            self.bare(line, e, true);
            line.close();
        } else {
            self.bare(line, e, true);
        }
    }

    /// A whole condition or value.
    pub(super) fn any(&self, line: &mut Line, e: &Expr) {
        self.expr(line, e, Level::Any);
    }

    /// A value on its own: an aggregate needs no brackets there.
    pub(super) fn value(&self, line: &mut Line, e: &Expr) {
        let alone = matches!(e.kind, ExprKind::Aggregate(_)) || level(e) >= Level::Value;
        self.expr(line, e, if alone { Level::Any } else { Level::Value });
    }

    /// Values separated by commas.
    pub(super) fn values(&self, line: &mut Line, values: &[Expr]) {
        self.list(line, values, |printer, line, value| {
            printer.expr(line, value, Level::Value);
        });
    }

    /// Columns separated by commas.
    pub(super) fn paths(&self, line: &mut Line, paths: &[Expr]) {
        self.list(line, paths, |printer, line, path| {
            printer.bare(line, path, true)
        });
    }

    /// An expression without brackets of its own; `is` says whether a comparison has its `is`.
    pub(super) fn bare(&self, line: &mut Line, e: &Expr, is: bool) {
        if let Some((left, test)) = self.comparison(e) {
            self.tested(line, left, &test, false, is);
            return;
        }
        match &e.kind {
            ExprKind::Name(name) => self.name(line, name),
            ExprKind::Path(base, field) => {
                let simple = matches!(
                    base.kind,
                    ExprKind::Name(_) | ExprKind::Path(..) | ExprKind::Lookup(..)
                );
                if simple {
                    self.expr(line, base, Level::Primary);
                } else {
                    line.open(false);
                    self.bare(line, base, true);
                    line.close();
                }
                line.tight(".");
                self.name(line, field);
            }
            ExprKind::Text(text) => line.word(super::literals::in_quotes(self.to, text)),
            ExprKind::Number(number, unit) => line.word(self.number(*number, *unit, e.span)),
            ExprKind::Date(date) => line.word(self.date(*date)),
            ExprKind::Month(year, month) => line.word(self.month(*year, *month)),
            ExprKind::AsOf => line.word(self.pick("as_of", "评估日")),
            ExprKind::Not(inner) => self.not(line, inner, is),
            ExprKind::And(all) => self.joined(line, all, ("and", "且"), Level::Not, is),
            ExprKind::Or(all) => self.joined(line, all, ("or", "或"), Level::And, is),
            ExprKind::Arithmetic(left, op, right) => self.arithmetic(line, left, *op, right),
            ExprKind::Negative(inner) => {
                line.prefix("-");
                self.expr(line, inner, Level::Negative);
            }
            ExprKind::OrElse(left, right) => {
                self.expr(line, left, Level::Value);
                match self.to {
                    Language::En => line.word("or else"),
                    Language::Zh => line.joining("否则取"),
                }
                self.expr(line, right, Level::Sum);
            }
            ExprKind::Function(function, operands) => self.function(line, *function, operands),
            ExprKind::Lookup(table, operands) => {
                self.name(line, table);
                line.open(true);
                self.values(line, operands);
                line.close();
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(line, aggregate),
            ExprKind::Has(relation) => {
                self.has(line, relation, ("has", "有"));
            }
            ExprKind::Quantified(how_many, columns, test) => {
                self.quantified(line, how_many, columns, test);
            }
            ExprKind::Compare(..)
            | ExprKind::Between(..)
            | ExprKind::OneOf(..)
            | ExprKind::State(..)
            | ExprKind::Found(..)
            | ExprKind::Matches(..)
            | ExprKind::DateWindow(_)
            | ExprKind::InTerm(..)
            | ExprKind::InStage(..)
            | ExprKind::Near(..) => {}
        }
    }

    /// The left side and the test of a comparison; `None` for any other expression.
    pub(super) fn comparison<'e>(&self, e: &'e Expr) -> Option<(&'e Expr, Test<'e>)> {
        Some(match &e.kind {
            ExprKind::Compare(left, op, right) => {
                let gap = self.written.words(left.span.end, right.span.start);
                let wording = self.written.wording(*op, &gap, self.to);
                if let Some(full_age) = self.full_age(left, *op, wording, right) {
                    return Some(full_age);
                }
                (left, Test::Compare(*op, wording, right))
            }
            ExprKind::Between(left, low, high) => (left, Test::Between(low, high)),
            ExprKind::OneOf(left, values) => (left, Test::OneOf(values)),
            ExprKind::State(left, state) => (left, Test::State(*state)),
            ExprKind::Found(left, rows) => (left, Test::Found(rows)),
            ExprKind::Matches(left, kind, text) => (left, Test::Matches(*kind, text)),
            ExprKind::DateWindow(window) => (&window.day, Test::Window(window)),
            ExprKind::Near(left, within, of) => (left, Test::Near(within, of)),
            ExprKind::Function(Function::ValidCitizenId, operands) => {
                (operands.first()?, Test::ValidCitizenId)
            }
            ExprKind::Function(Function::IsWorkingDay, operands) => {
                (operands.first()?, Test::WorkingDay)
            }
            ExprKind::InTerm(left, name) => (left, Test::InPeriod(false, name.as_ref())),
            ExprKind::InStage(left, name) => (left, Test::InPeriod(true, Some(name))),
            _ => return None,
        })
    }

    /// 满 6 周岁: how Chinese says that an age is at least, or less than, so many years.
    fn full_age<'e>(
        &self,
        age: &'e Expr,
        op: CompareOp,
        wording: &str,
        years: &'e Expr,
    ) -> Option<(&'e Expr, Test<'e>)> {
        let ExprKind::Function(Function::Age, operands) = &age.kind else {
            return None;
        };
        let [birth, day] = operands.as_slice() else {
            return None;
        };
        let whole = matches!(years.kind, ExprKind::Number(_, None));
        let usual = self.to == Language::Zh && matches!(wording, "不低于" | "小于");
        if !usual
            || !whole
            || self.written.in_brackets(age.span)
            || self.written.in_brackets(years.span)
        {
            return None;
        }
        let day = (!matches!(day.kind, ExprKind::AsOf)).then_some(day);
        Some((birth, Test::FullAge(op, day, years)))
    }

    /// A left side with its test.
    pub(super) fn tested(
        &self,
        line: &mut Line,
        left: &Expr,
        test: &Test<'_>,
        not: bool,
        is: bool,
    ) {
        self.expr(line, left, Level::Value);
        if self.to == Language::En && is && takes_is(test) {
            line.word("is");
        }
        self.test(line, test, not);
    }

    /// A test behind its left side.
    pub(super) fn test(&self, line: &mut Line, test: &Test<'_>, not: bool) {
        let negation = |line: &mut Line| {
            if not {
                line.word(self.pick("not", "非"));
            }
        };
        match test {
            Test::Compare(_, wording, right) => {
                negation(line);
                line.word(*wording);
                self.expr(line, right, Level::Value);
            }
            Test::Between(low, high) => {
                negation(line);
                line.word(self.pick("from", "自"));
                self.expr(line, low, Level::Value);
                line.word(self.pick("to", "至"));
                self.expr(line, high, Level::Value);
            }
            Test::OneOf(values) => {
                match (self.to, not) {
                    (Language::En, _) => {
                        negation(line);
                        line.word("one of");
                    }
                    (Language::Zh, false) => line.word("属于"),
                    (Language::Zh, true) => line.word("不属于"),
                }
                self.values(line, values);
            }
            Test::State(state) => match (self.to, state, not) {
                (Language::Zh, CellState::Given, true) => line.word("未填"),
                (Language::Zh, CellState::Blank, true) => line.word("不为空"),
                _ => {
                    negation(line);
                    line.word(self.state(*state));
                }
            },
            Test::Found(rows) => self.found(line, rows, not),
            Test::Matches(kind, text) => {
                negation(line);
                line.word(match kind {
                    MatchKind::Whole => self.pick("matches", "符合"),
                    MatchKind::Contains => self.pick("contains", "包含"),
                    MatchKind::StartsWith => self.pick("starts with", "以"),
                });
                self.quoted(line, text);
                if *kind == MatchKind::StartsWith && self.to == Language::Zh {
                    line.word("开头");
                }
            }
            Test::Window(window) => {
                negation(line);
                self.window(line, window);
            }
            Test::Near(within, of) => {
                negation(line);
                match self.to {
                    Language::En => {
                        line.joining("within");
                        self.expr(line, within, Level::Value);
                        line.word("of");
                        self.expr(line, of, Level::Value);
                    }
                    Language::Zh => {
                        line.word("与");
                        self.expr(line, of, Level::Value);
                        line.word("相差不超过");
                        self.expr(line, within, Level::Value);
                    }
                }
            }
            Test::ValidCitizenId => {
                negation(line);
                line.word(self.pick("a valid citizen id", "为有效身份证号"));
            }
            Test::WorkingDay => {
                negation(line);
                line.word(self.pick("a working day", "为工作日"));
            }
            Test::InPeriod(stage, name) => {
                negation(line);
                self.in_period(line, *stage, *name);
            }
            Test::FullAge(op, day, years) => {
                negation(line);
                if let Some(day) = day {
                    line.word("于");
                    self.expr(line, day, Level::Value);
                }
                line.word(if *op == CompareOp::Less {
                    "不满"
                } else {
                    "满"
                });
                if let ExprKind::Number(number, unit) = years.kind {
                    let written = self.number(number, unit, years.span);
                    let digits = written.split(' ').next().unwrap_or_default();
                    line.word(format!("{digits} 周岁"));
                }
            }
        }
    }

    fn state(&self, state: CellState) -> &'static str {
        match state {
            CellState::Given => self.pick("given", "已填"),
            CellState::Blank => self.pick("blank", "为空"),
            CellState::Unreadable => self.pick("unreadable", "无法识别"),
        }
    }

    fn found(&self, line: &mut Line, rows: &Rows, not: bool) {
        match self.to {
            Language::En => {
                if not {
                    line.word("not");
                }
                line.word("in");
                self.rows(line, rows);
            }
            Language::Zh => {
                line.word(if not { "不在" } else { "在" });
                self.rows(line, rows);
                line.word("中");
            }
        }
    }

    /// `within 30 days after D`, 在 D 后 30 天 内.
    fn window(&self, line: &mut Line, window: &DateWindow) {
        let mut amount = Line::new(self.to);
        // The unit is part of a literal; any other amount has it as a word behind it.
        let unit = match window.amount.kind {
            ExprKind::Number(_, Some(unit)) if unit == window.unit => None,
            ExprKind::Number(_, None) if window.unit == Unit::Days => None,
            _ => Some(window.unit),
        };
        let literal = matches!(window.amount.kind, ExprKind::Number(_, None));
        let apart = literal && unit.is_some();
        self.expr(&mut amount, &window.amount, Level::Value);
        let mut words = Line::new(self.to);
        if apart && !self.written.in_brackets(window.amount.span) {
            words.open(false);
            words.append(amount);
            words.close();
        } else {
            words = amount;
        }
        if let Some(unit) = unit {
            words.word(match unit {
                Unit::Months => self.pick("months", "个月"),
                Unit::Years => self.pick("years", "周年"),
                Unit::WorkingDays => self.pick("working days", "个工作日"),
                Unit::Days | Unit::Yuan | Unit::Percent => self.pick("days", "天"),
            });
        }
        match self.to {
            Language::En => {
                if window.open {
                    line.word("no later than");
                } else {
                    line.joining("within");
                }
                line.append(words);
                line.word(if window.before { "before" } else { "after" });
                self.expr(line, &window.anchor, Level::Value);
            }
            Language::Zh => {
                line.word(if window.open { "不晚于" } else { "在" });
                self.expr(line, &window.anchor, Level::Value);
                line.word(if window.before { "前" } else { "后" });
                line.append(words);
                if !window.open {
                    line.word("内");
                }
            }
        }
    }

    fn not(&self, line: &mut Line, inner: &Expr, is: bool) {
        let within = !self.written.in_brackets(inner.span);
        if within && let Some((left, test)) = self.comparison(inner) {
            // `not A = B` is not `A <> B` in the tree.
            let equal = matches!(
                test,
                Test::Compare(CompareOp::Equal | CompareOp::NotEqual, ..)
            );
            if !equal {
                self.tested(line, left, &test, true, is);
                return;
            }
        }
        line.word(self.pick("not", "非"));
        self.expr(line, inner, Level::Not);
    }

    fn joined(
        &self,
        line: &mut Line,
        all: &[Expr],
        word: (&'static str, &'static str),
        at: Level,
        is: bool,
    ) {
        for (number, part) in all.iter().enumerate() {
            if number > 0 {
                line.joining(self.pick(word.0, word.1));
            }
            let last = number + 1 == all.len();
            let enclosed = self.written.in_brackets(part.span)
                || level(part) < at
                || !last && open_to_the_right(part)
                // A value alone is refused behind a comparison, as the rest of a list.
                || number > 0 && matches!(part.kind, ExprKind::Name(_) | ExprKind::Text(_))
                || level(part) > Level::Condition && !matches!(part.kind, ExprKind::Name(_) | ExprKind::Path(..));
            if enclosed {
                line.open(false);
                self.bare(line, part, true);
                line.close();
            } else {
                self.bare(line, part, is);
            }
        }
    }

    fn arithmetic(&self, line: &mut Line, left: &Expr, op: ArithmeticOp, right: &Expr) {
        let (sign, left_at, right_at) = match op {
            ArithmeticOp::Plus => ("+", Level::Sum, Level::Product),
            ArithmeticOp::Minus => ("-", Level::Sum, Level::Product),
            ArithmeticOp::Times => (self.pick("*", "×"), Level::Product, Level::Negative),
            ArithmeticOp::Over => (self.pick("/", "÷"), Level::Product, Level::Negative),
        };
        self.expr(line, left, left_at);
        line.word(sign);
        self.expr(line, right, right_at);
    }

    fn quantified(
        &self,
        line: &mut Line,
        how_many: &Quantifier,
        columns: &[Expr],
        test: &ColumnTest,
    ) {
        match how_many {
            Quantifier::All => line.word(self.pick("all of", "全部")),
            Quantifier::Any => line.word(self.pick("any of", "任一")),
            Quantifier::None => line.word(self.pick("none of", "无一")),
            Quantifier::AllOrNone => line.word(self.pick("all or none of", "全有或全无")),
            Quantifier::AtLeast(number) => match self.to {
                Language::En => line.word(format!("at least {number} of")),
                Language::Zh => line.word(format!("至少 {number} 项")),
            },
        }
        self.values(line, columns);
        match test {
            ColumnTest::State(state) => line.word(self.state(*state)),
            ColumnTest::Equal(value) => {
                line.word("=");
                self.expr(line, value, Level::Value);
            }
        }
    }

    /// Whether `must have …` can say a condition: no `is`, no leading `not`.
    pub(super) fn havable(&self, e: &Expr) -> bool {
        if self.written.in_brackets(e.span) {
            return false;
        }
        if let Some((_, test)) = self.comparison(e) {
            return reads_behind_have(&test);
        }
        match &e.kind {
            ExprKind::Has(_) | ExprKind::Quantified(..) => true,
            ExprKind::Not(inner) => {
                !self.written.in_brackets(inner.span)
                    && !matches!(
                        inner.kind,
                        ExprKind::Compare(_, CompareOp::Equal | CompareOp::NotEqual, _)
                    )
                    && self
                        .comparison(inner)
                        .is_some_and(|(_, test)| reads_behind_have(&test))
            }
            ExprKind::And(all) | ExprKind::Or(all) => all
                .iter()
                .all(|part| self.havable(part) && level(part) >= Level::Not),
            _ => false,
        }
    }
}

/// Whether English says a test behind `must have X`: not with `is X`, nor `a valid citizen id`.
fn reads_behind_have(test: &Test<'_>) -> bool {
    !matches!(
        test,
        Test::Compare(_, "is" | "is not" | "为" | "不为" | "不是", _)
            | Test::ValidCitizenId
            | Test::WorkingDay
    )
}

/// Whether English puts `is` before a test.
fn takes_is(test: &Test<'_>) -> bool {
    match test {
        Test::Compare(_, wording, _) => {
            wording.starts_with(char::is_alphabetic) && !wording.starts_with("is")
        }
        Test::Matches(..) => false,
        Test::Between(..)
        | Test::OneOf(_)
        | Test::State(_)
        | Test::Found(_)
        | Test::Window(_)
        | Test::Near(..)
        | Test::ValidCitizenId
        | Test::WorkingDay
        | Test::InPeriod(..)
        | Test::FullAge(..) => true,
    }
}

/// Whether an expression ends in a condition that would take an `and` or `or` behind it.
fn open_to_the_right(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Has(relation) => relation.of.filter.is_some(),
        ExprKind::Found(_, rows) => rows.filter.is_some(),
        ExprKind::Not(inner) => open_to_the_right(inner),
        ExprKind::And(all) | ExprKind::Or(all) => all.last().is_some_and(open_to_the_right),
        _ => false,
    }
}

/// Whether an expression ends in a relation that would take a key behind it.
pub(super) fn takes_a_key(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Has(_) | ExprKind::Found(..) => true,
        ExprKind::Not(inner) => takes_a_key(inner),
        ExprKind::And(all) | ExprKind::Or(all) => all.last().is_some_and(takes_a_key),
        _ => false,
    }
}
