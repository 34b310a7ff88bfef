//! Conditions and operators.
//!
//! An expression gets brackets where its author put some, and where either vocabulary needs them: so both have the same.

use super::Printer;
use super::comparisons::{Test, reads_behind_have};
use super::line::Line;
use crate::syntax::ast::{
    ArithmeticOp, ColumnTest, CompareOp, Expr, ExprKind, Function, Quantifier,
};
use crate::types::Language;

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
        | ExprKind::Headers(_)
        | ExprKind::Beside(_)
        | ExprKind::Run
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
        | ExprKind::ValidOn(_)
        | ExprKind::HasEach(_)
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
            ExprKind::Path(base, field) if matches!(base.kind, ExprKind::Beside(_)) => {
                if let ExprKind::Beside(beside) = base.kind {
                    self.beside_row(line, beside);
                }
                line.tight(".");
                self.name(line, field);
            }
            ExprKind::Path(base, field) => {
                let simple = matches!(
                    base.kind,
                    ExprKind::Name(_) | ExprKind::Path(..) | ExprKind::Lookup(..)
                );
                if let ExprKind::Name(rows) = &base.kind {
                    self.name_of_one(line, rows);
                } else if simple {
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
            ExprKind::Headers(name) => self.headers(line, name),
            ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Beside(_)) => {
                if let ExprKind::Beside(beside) = inner.kind {
                    self.is_beside(line, beside, true, true);
                }
            }
            ExprKind::Beside(beside) => self.is_beside(line, *beside, false, true),
            // Printed with what is of the same run.
            ExprKind::Run => {}
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
            ExprKind::ValidOn(day) => self.valid_on(line, day),
            ExprKind::Has(relation) => {
                self.has(line, relation, ("has", "有"));
            }
            ExprKind::HasEach(each) => self.has_each(line, each, "has"),
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
            ExprKind::Has(_) | ExprKind::HasEach(_) | ExprKind::Quantified(..) => true,
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

/// Whether an expression ends in a condition that would take an `and` or `or` behind it.
fn open_to_the_right(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Has(relation) => relation.of.filter.is_some(),
        ExprKind::HasEach(each) => each.of.filter.is_some(),
        ExprKind::Found(_, rows) => rows.filter.is_some(),
        ExprKind::Not(inner) => open_to_the_right(inner),
        ExprKind::And(all) | ExprKind::Or(all) => all.last().is_some_and(open_to_the_right),
        _ => false,
    }
}

/// Whether an expression ends in a relation that would take a key behind it.
pub(super) fn takes_a_key(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Has(_) | ExprKind::HasEach(_) | ExprKind::Found(..) => true,
        ExprKind::Not(inner) => takes_a_key(inner),
        ExprKind::And(all) | ExprKind::Or(all) => all.last().is_some_and(takes_a_key),
        _ => false,
    }
}
