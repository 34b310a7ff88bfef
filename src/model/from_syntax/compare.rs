//! Comparisons, lists, ranges, windows of days and patterns: all become the few comparisons that the engine knows.

use super::Builder;
use super::bounds::Bounds;
use super::problems;
use super::scope::Scope;
use super::types::{Agreement, agreement, describe};
use crate::model::{ExprId, ExprKind, Scalar};
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp, WindowSide};
use crate::types::{Number, Type, Unit, Value};

impl Builder<'_> {
    pub(super) fn comparison(
        &mut self,
        scopes: &[Scope],
        left: &ast::Expr,
        op: CompareOp,
        right: &ast::Expr,
        span: Span,
    ) -> ExprId {
        let a = self.value(scopes, left, None);
        self.compared(scopes, (a, left), op, right, span)
    }

    /// A comparison whose left side is known already.
    pub(super) fn compared(
        &mut self,
        scopes: &[Scope],
        (a, left): (ExprId, &ast::Expr),
        op: CompareOp,
        right: &ast::Expr,
        span: Span,
    ) -> ExprId {
        let ty = self.type_of(a);
        if ty == Type::Unknown {
            // The right side may hold a mistake of its own, but its bare words cannot be judged without the left side.
            if !matches!(right.kind, ast::ExprKind::Name(_)) {
                self.value(scopes, right, None);
            }
            return self.unknown(span);
        }
        let b = self.value(scopes, right, Some(&ty));
        if !self.must_agree(a, b, left, right) {
            return self.unknown(span);
        }
        if let Some(named) = self.any_name_of(a, op, b, span) {
            return named;
        }
        let ordered = !matches!(op, CompareOp::Equal | CompareOp::NotEqual | CompareOp::Same);
        if ordered && (ty.is_textual() || ty == Type::Truth) {
            let language = self.language();
            let problem = problems::no_order(language, span, &describe(&self.model, &ty, language));
            self.diagnostics.add(problem);
            return self.unknown(span);
        }
        if self.same_cell(a, b) {
            let problem = problems::same_on_both_sides(self.language(), span);
            self.diagnostics.add(problem);
        }
        self.truth_of(ExprKind::Compare(a, op, b), &[a, b], span)
    }

    /// Whether both are the same column of the same row.
    fn same_cell(&self, a: ExprId, b: ExprId) -> bool {
        let column = |id: ExprId| match self.model.expr(id).kind {
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => Some((depth, dataset, column)),
            _ => None,
        };
        column(a).is_some() && column(a) == column(b)
    }

    /// Reports two values that cannot be compared.
    pub(super) fn must_agree(
        &mut self,
        a: ExprId,
        b: ExprId,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> bool {
        let (first, second) = (self.type_of(a), self.type_of(b));
        let language = self.language();
        let place = (left.span, right.span);
        let mut found = agreement(&self.model, &first, &second);
        let zero = |id: ExprId| self.literal(id) == Some(&Value::Number(Number::ZERO));
        let bare = |written: &ast::Expr, other: &Type| {
            // Money is always in yuan, so a number written beside it needs no unit.
            *other == Type::Money && matches!(written.kind, ast::ExprKind::Number(_, None))
        };
        let clear = zero(a) || zero(b) || bare(right, &first) || bare(left, &second);
        if found == Agreement::Units && clear {
            found = Agreement::Fine;
        }
        let mixed = [(left, b), (right, a)];
        let mixed = mixed
            .into_iter()
            .find(|&(written, other)| self.mixes_days(written, other));
        if let Some((written, _)) = mixed {
            let problem = problems::days_and_working_days(language, written.span);
            self.diagnostics.add(problem);
            return false;
        }
        if found == Agreement::Fine {
            return true;
        }
        let words = (
            describe(&self.model, &first, language),
            describe(&self.model, &second, language),
        );
        let problem = match found {
            Agreement::Fine => return true,
            Agreement::Units => {
                let bare = self.bare_number(right).or(self.bare_number(left));
                let unit = match (&first, &second) {
                    (Type::Integer | Type::Number, other) => other.clone(),
                    (other, _) => other.clone(),
                };
                problems::units_differ(language, place, words, bare, &unit)
            }
            Agreement::ValueSets => problems::value_sets_differ(language, place, words),
            Agreement::Lists => problems::lists_differ(language, place, words),
            Agreement::Apart => {
                let quoted = match (&first, self.literal(b)) {
                    (Type::Date, Some(Value::Text(text))) => crate::types::Date::parse(text)
                        .is_some()
                        .then(|| text.clone()),
                    (first, Some(Value::Text(text))) if !first.is_textual() => {
                        crate::types::Number::parse(text)
                            .is_some()
                            .then(|| text.clone())
                    }
                    _ => None,
                };
                let bare = first
                    .is_textual()
                    .then(|| self.bare_number(right))
                    .flatten();
                problems::types_differ(language, place, words, quoted.as_deref(), bare)
            }
        };
        self.diagnostics.add(problem);
        false
    }

    /// Whether working days are written beside a number of days.
    fn mixes_days(&self, written: &ast::Expr, other: ExprId) -> bool {
        let is_days = |id: ExprId| {
            let kind = &self.model.expr(id).kind;
            matches!(
                kind,
                ExprKind::Function(Scalar::Of(ast::Function::DaysBetween), _)
            )
        };
        matches!(
            written.kind,
            ast::ExprKind::Number(_, Some(Unit::WorkingDays))
        ) && is_days(other)
    }

    fn bare_number(&self, expr: &ast::Expr) -> Option<Number> {
        match expr.kind {
            ast::ExprKind::Number(number, None) => Some(number),
            _ => None,
        }
    }

    /// `x is from a to b`.
    pub(super) fn between(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        from: &ast::Expr,
        to: &ast::Expr,
        span: Span,
    ) -> ExprId {
        let value = self.value(scopes, of, None);
        // `from 1 to 3 days`: the unit at the end is meant for both.
        let mut from = from.clone();
        if let (ast::ExprKind::Number(_, unit @ None), ast::ExprKind::Number(_, last)) =
            (&mut from.kind, &to.kind)
        {
            *unit = *last;
        }
        let low = self.compared(scopes, (value, of), CompareOp::AtLeast, &from, span);
        let high = self.compared(scopes, (value, of), CompareOp::AtMost, to, span);
        self.truth_of(ExprKind::And(vec![low, high]), &[low, high], span)
    }

    /// `x is one of a, b`; a list that holds more than literals becomes comparisons.
    pub(super) fn one_of(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        list: &[ast::Expr],
        span: Span,
    ) -> ExprId {
        let value = self.value(scopes, of, None);
        let ty = self.type_of(value);
        if ty == Type::Unknown {
            return self.unknown(span);
        }
        let mut words = Vec::new();
        let mut others = Vec::new();
        for element in list {
            let id = self.value(scopes, element, Some(&ty));
            if !self.must_agree(value, id, of, element) || self.type_of(id) == Type::Unknown {
                continue;
            }
            match self.literal(id) {
                Some(word) => words.push(word.clone()),
                None => {
                    let equal = ExprKind::Compare(value, CompareOp::Equal, id);
                    others.push(self.add(equal, Type::Truth, element.span));
                }
            }
        }
        if words.len() + others.len() < list.len() {
            return self.unknown(span);
        }
        if others.is_empty() {
            return self.add(ExprKind::OneOf(value, words), Type::Truth, span);
        }
        if !words.is_empty() {
            others.push(self.add(ExprKind::OneOf(value, words), Type::Truth, span));
        }
        match others.as_slice() {
            [one] => *one,
            _ => self.add(ExprKind::Or(others), Type::Truth, span),
        }
    }

    /// `a or b`. In `status is 休学 or 辍学` the second word is no condition.
    pub(super) fn either(&mut self, scopes: &[Scope], parts: &[ast::Expr], span: Span) -> ExprId {
        self.refuse_column_alone(scopes, parts, ("or", "或"));
        let mut ids = Vec::new();
        let mut compared: Option<&ast::Expr> = None;
        for part in parts {
            let alone = matches!(part.kind, ast::ExprKind::Name(_) | ast::ExprKind::Text(_));
            match compared {
                Some(first) if alone => {
                    // The parser says so too where it can see it; the sink keeps one of the two.
                    let problem = problems::value_alone(self.language(), part.span, first.span);
                    self.diagnostics.add(problem);
                    ids.push(self.unknown(part.span));
                }
                _ => ids.push(self.condition(scopes, part)),
            }
            if let ast::ExprKind::Compare(_, CompareOp::Equal, _) = part.kind {
                compared = Some(part);
            } else if !alone {
                compared = None;
            }
        }
        self.truth_of(ExprKind::Or(ids.clone()), &ids, span)
    }

    /// A text pattern; the regular expression is checked here, once.
    pub(super) fn matches(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        kind: ast::MatchKind,
        pattern: &ast::Quoted,
        span: Span,
    ) -> ExprId {
        let value = self.value(scopes, of, None);
        let mut fine = self.operand_must_be(value, &Type::Text, "pattern");
        let is_regex = !matches!(kind, ast::MatchKind::StartsWith);
        if is_regex && let Err(error) = regex::Regex::new(&format!("^(?:{})$", pattern.text)) {
            let problem = problems::bad_pattern(self.language(), pattern.span, &error);
            self.diagnostics.add(problem);
            fine = false;
        }
        if !fine {
            return self.unknown(span);
        }
        let matches = ExprKind::Matches(value, kind, pattern.text.clone());
        self.truth_of(matches, &[value], span)
    }

    /// `x is within 30 days after D`.
    pub(super) fn window(
        &mut self,
        scopes: &[Scope],
        window: &ast::DateWindow,
        span: Span,
    ) -> ExprId {
        let instead = self.rows_within_days(scopes, (&window.day, None, &window.anchor), span);
        if let Some(instead) = instead {
            return self.rows_stand_there(&window.day, &instead);
        }
        let day = self.value(scopes, &window.day, None);
        let anchor = self.value(scopes, &window.anchor, None);
        let amount = match window.amount.kind {
            // The unit stands with the window already.
            ast::ExprKind::Number(number, _) => {
                let number = ExprKind::Value(Value::Number(number));
                self.add(number, Type::Integer, window.amount.span)
            }
            _ => self.value(scopes, &window.amount, Some(&Type::Integer)),
        };
        let fine = [
            self.operand_must_be(day, &Type::Date, "within"),
            self.operand_must_be(anchor, &Type::Date, "within"),
        ];
        let unit = self.unit_of_span(amount, window.unit);
        let whole = match self.type_of(amount) {
            Type::Integer | Type::Unknown | Type::Number => true,
            Type::Days => matches!(unit, Unit::Days | Unit::WorkingDays),
            Type::Months => unit == Unit::Months,
            _ => false,
        };
        if !whole {
            self.operand_must_be(amount, &Type::Integer, "within");
        }
        let whole = whole && self.within_bounds(amount, Bounds::NotNegative);
        if fine.contains(&false) || !whole {
            return self.unknown(span);
        }
        let Some(shift) = self.shift_by(unit, window.before, span) else {
            return self.unknown(span);
        };
        let limit = ExprKind::Function(shift, vec![anchor, amount]);
        let limit = self.add(limit, Type::Date, span);
        let tests = match (window.side, window.before) {
            (WindowSide::Within, false) => {
                vec![(anchor, CompareOp::AtLeast), (limit, CompareOp::AtMost)]
            }
            (WindowSide::Within, true) => {
                vec![(limit, CompareOp::AtLeast), (anchor, CompareOp::AtMost)]
            }
            (WindowSide::NoLater, _) => vec![(limit, CompareOp::AtMost)],
            (WindowSide::NoEarlier, _) => vec![(limit, CompareOp::AtLeast)],
            (WindowSide::Earlier, _) => vec![(limit, CompareOp::Less)],
            (WindowSide::Later, _) => vec![(limit, CompareOp::More)],
        };
        let mut bounds = Vec::new();
        for (bound, op) in tests {
            let compare = ExprKind::Compare(day, op, bound);
            bounds.push(self.truth_of(compare, &[day, bound, amount], span));
        }
        self.all_of(bounds, span)
            .unwrap_or_else(|| self.unknown(span))
    }

    /// What a span of time counts: what is said with it, else what its amount counts, else days.
    pub(super) fn unit_of_span(&self, amount: ExprId, said: Option<Unit>) -> Unit {
        said.unwrap_or(match self.type_of(amount) {
            Type::Months => Unit::Months,
            _ => Unit::Days,
        })
    }

    /// `a is within n of b`.
    pub(super) fn near(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        within: &ast::Expr,
        other: &ast::Expr,
        span: Span,
    ) -> ExprId {
        let instead = self.rows_within_days(scopes, (of, Some(within), other), span);
        if let Some(instead) = instead {
            return self.rows_stand_there(of, &instead);
        }
        let a = self.value(scopes, of, None);
        let ty = self.type_of(a);
        let b = self.value(scopes, other, Some(&ty));
        if !self.must_agree(a, b, of, other) {
            return self.unknown(span);
        }
        let numbers = ty == Type::Date || self.operand_must_be(a, &Type::Number, "within");
        if !numbers {
            return self.unknown(span);
        }
        let gap = if ty == Type::Date { Type::Days } else { ty };
        let limit = self.value(scopes, within, Some(&gap));
        let minus = ExprKind::Arithmetic(a, ast::ArithmeticOp::Minus, b);
        let minus = self.add(minus, gap.clone(), span);
        let gap = self.add(ExprKind::Function(Scalar::Absolute, vec![minus]), gap, span);
        if !self.must_agree(gap, limit, of, within) {
            return self.unknown(span);
        }
        let compare = ExprKind::Compare(gap, CompareOp::AtMost, limit);
        self.truth_of(compare, &[a, b, limit], span)
    }

    /// `all of a, b given` and the like, as logic over single tests.
    pub(super) fn quantified(
        &mut self,
        scopes: &[Scope],
        quantifier: &ast::Quantifier,
        of: &[ast::Expr],
        test: &ast::ColumnTest,
        span: Span,
    ) -> ExprId {
        let mut tests = Vec::new();
        for column in of {
            let value = self.value(scopes, column, None);
            let id = match test {
                ast::ColumnTest::State(state) => {
                    self.truth_of(ExprKind::State(value, *state), &[value], column.span)
                }
                ast::ColumnTest::Equal(other) => {
                    self.compared(scopes, (value, column), CompareOp::Equal, other, span)
                }
            };
            tests.push(id);
        }
        let none = |b: &mut Self| -> Vec<ExprId> {
            tests
                .iter()
                .map(|id| b.truth_of(ExprKind::Not(*id), &[*id], span))
                .collect()
        };
        match quantifier {
            ast::Quantifier::All => self.truth_of(ExprKind::And(tests.clone()), &tests, span),
            ast::Quantifier::Any => self.truth_of(ExprKind::Or(tests.clone()), &tests, span),
            ast::Quantifier::None => {
                let parts = none(self);
                self.truth_of(ExprKind::And(parts), &tests, span)
            }
            ast::Quantifier::AllOrNone => {
                let parts = none(self);
                let neither = self.truth_of(ExprKind::And(parts), &tests, span);
                let all = self.truth_of(ExprKind::And(tests.clone()), &tests, span);
                self.truth_of(ExprKind::Or(vec![all, neither]), &tests, span)
            }
            ast::Quantifier::AtLeast(wanted) => {
                let there = Bounds::OfColumns(i64::try_from(tests.len()).unwrap_or(i64::MAX));
                if !self.number_within(Number::integer(i64::from(*wanted)), span, there) {
                    return self.unknown(span);
                }
                let wanted = usize::try_from(*wanted).unwrap_or(usize::MAX);
                self.truth_of(ExprKind::AtLeast(wanted, tests.clone()), &tests, span)
            }
        }
    }
}
