//! Comparisons: a left side and a test, each in the word order of either vocabulary.

use super::Printer;
use super::expressions::Level;
use super::line::Line;
use crate::syntax::ast::{
    CellState, CompareOp, DateWindow, Expr, ExprKind, Function, MatchKind, Name, Quoted, Rows,
    WindowSide,
};
use crate::types::{Language, Unit};

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

impl Printer<'_> {
    /// The left side and the test of a comparison; `None` for any other expression.
    pub(super) fn comparison<'e>(&self, e: &'e Expr) -> Option<(&'e Expr, Test<'e>)> {
        Some(match &e.kind {
            ExprKind::Compare(left, op, right) => {
                let gap = self.written.words(left.span.end, right.span.start);
                let wording = match op {
                    // 在 D 之前
                    CompareOp::Less if gap.ends_with('在') => self.pick("before", "早于"),
                    CompareOp::More if gap.ends_with('在') => self.pick("after", "晚于"),
                    _ => self.written.wording(*op, &gap, self.to),
                };
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
                match &right.kind {
                    // A word here, although it is a keyword elsewhere.
                    ExprKind::Name(name) if name.text == "no" && self.to == Language::En => {
                        line.word("no");
                    }
                    _ => self.expr(line, right, Level::Value),
                }
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

    /// The word for the state of a cell.
    pub(super) fn state(&self, state: CellState) -> &'static str {
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
        let unit = window.unit.filter(|unit| match window.amount.kind {
            ExprKind::Number(_, Some(own)) => own != *unit,
            ExprKind::Number(_, None) => *unit != Unit::Days,
            _ => true,
        });
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
            words.word(self.unit_of_time(unit));
        }
        match self.to {
            Language::En => {
                match window.side {
                    WindowSide::Within => line.joining("within"),
                    WindowSide::NoLater => line.word("no later than"),
                    WindowSide::NoEarlier => line.word("no earlier than"),
                    WindowSide::Earlier => line.word("earlier than"),
                    WindowSide::Later => line.word("later than"),
                }
                line.append(words);
                line.word(if window.before { "before" } else { "after" });
                self.expr(line, &window.anchor, Level::Value);
            }
            Language::Zh => {
                line.word(match window.side {
                    WindowSide::Within => "在",
                    WindowSide::NoLater => "不晚于",
                    WindowSide::NoEarlier => "不早于",
                    WindowSide::Earlier => "早于",
                    WindowSide::Later => "晚于",
                });
                self.expr(line, &window.anchor, Level::Value);
                line.word(if window.before { "前" } else { "后" });
                line.append(words);
                if window.side == WindowSide::Within {
                    line.word("内");
                }
            }
        }
    }
}

/// Whether English says a test behind `must have X`: not with `is X`, nor `a valid citizen id`, `in term`, `in registry`.
pub(super) fn reads_behind_have(test: &Test<'_>) -> bool {
    !matches!(
        test,
        Test::Compare(_, "is" | "is not" | "为" | "不为" | "不是", _)
            | Test::ValidCitizenId
            | Test::WorkingDay
            | Test::InPeriod(..)
            | Test::Found(_)
            | Test::Matches(..)
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
