//! Trends, and groups too small to be judged.

use super::Builder;
use super::bounds::Bounds;
use super::groups::Grouping;
use super::names::{Noun, Thing};
use super::periods::{Days, Stretch};
use super::problems;
use super::scope::{Scope, ScopeKind};
use crate::model::{Aggregate, Check, ExprId, ExprKind, RowsOf, Trend};
use crate::source::Span;
use crate::syntax::ast::{self, AggregateFunction, CompareOp};
use crate::types::{Number, Type, Value};

/// The period that the aggregates of a measure are narrowed to while its value is looked into.
#[derive(Debug, Clone)]
pub(super) struct Narrowed {
    stretch: Stretch,
    /// The column that says to which period a row belongs, where it is written.
    of: Option<ast::Name>,
}

/// The most periods that a trend may count in a row where a setting says how many.
const MOST_TIMES: usize = 24;

impl Builder<'_> {
    /// Whether a row belongs to the period at hand; `None` where none is at hand.
    pub(super) fn within_period(
        &mut self,
        scopes: &[Scope],
        noun: Noun,
        span: Span,
    ) -> Option<ExprId> {
        // Rows inside of rows belong to the row that asks for them.
        let asks_row = scopes
            .last()
            .is_some_and(|scope| matches!(scope.kind, ScopeKind::Row(_)));
        let Narrowed { stretch, of } = self.narrowed.clone().filter(|_| !asks_row)?;
        let Some(column) = self.period_column(noun, of.as_ref(), span) else {
            return Some(self.unknown(span));
        };
        let value = self.column_at(0, noun.dataset, column, span);
        let condition = match self.type_of(value) {
            Type::Date => {
                let Days::Known { from, to, .. } = stretch.days else {
                    return Some(self.unknown(span));
                };
                let bounds = [(from, CompareOp::AtLeast), (to, CompareOp::AtMost)];
                let bounds = bounds.map(|(day, op)| {
                    let day = self.add(ExprKind::Value(Value::Date(day)), Type::Date, span);
                    self.add(ExprKind::Compare(value, op, day), Type::Truth, span)
                });
                ExprKind::And(bounds.to_vec())
            }
            Type::Unknown => return Some(self.unknown(span)),
            _ => {
                let stretches = std::slice::from_ref(&stretch);
                let Some(number) = self.number_of_period(value, stretches, span) else {
                    return Some(self.unknown(span));
                };
                let one = self.whole_number(1, span);
                ExprKind::Compare(number, CompareOp::Equal, one)
            }
        };
        Some(self.add(condition, Type::Truth, span))
    }

    /// The column that says to which period a row belongs: the one written, the dataset's `period`, or its only date.
    fn period_column(&mut self, noun: Noun, of: Option<&ast::Name>, span: Span) -> Option<usize> {
        if let Some(name) = of {
            let column = self.column_called(noun.dataset, name);
            if column.is_none() {
                self.no_column(noun.dataset, name);
            }
            return column;
        }
        let role = self.roles.get(&noun.dataset).and_then(|roles| roles.period);
        if role.is_some() {
            return role;
        }
        let columns = self.model.datasets.get(noun.dataset)?.columns.iter();
        let days: Vec<usize> = columns
            .enumerate()
            .filter(|(_, column)| column.kind == Type::Date)
            .map(|(number, _)| number)
            .collect();
        if let [only] = days[..] {
            return Some(only);
        }
        let name = self.noun_name(Noun {
            population: None,
            ..noun
        });
        let problem = problems::which_period(self.language(), span, &name);
        self.diagnostics.add(problem);
        None
    }

    /// Looks into something with the aggregates of measures narrowed to a period.
    pub(super) fn narrowed<T>(
        &mut self,
        stretch: &Stretch,
        of: Option<&ast::Name>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let narrowed = Narrowed {
            stretch: stretch.clone(),
            of: of.cloned(),
        };
        let before = self.narrowed.replace(narrowed);
        let result = work(self);
        self.narrowed = before;
        result
    }

    /// Whether a measure that is followed over periods is asked for as if it were one number.
    pub(super) fn needs_period(&mut self, declared: &ast::Measure, name: &ast::Name) -> bool {
        let needs = declared.each.is_some() && self.narrowed.is_none();
        if needs {
            let problem = problems::measure_of_periods(self.language(), name.span, &name.text);
            self.diagnostics.add(problem);
        }
        needs
    }

    /// `M per G must not rise K terms in a row`
    pub(super) fn trend(
        &mut self,
        trend: &ast::Trend,
        smallest: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Check> {
        let (name, each) = self.followed(&trend.value)?;
        let during = self.during(trend.during.as_ref(), each.cadence, span)?;
        let stretches = self.stretches(each.cadence, during, (None, true), span)?;
        if stretches
            .iter()
            .any(|stretch| matches!(stretch.days, Days::InRows { .. }))
        {
            let problem = problems::trend_of_rows(self.language(), span);
            self.diagnostics.add(problem);
            return None;
        }
        let of = self.mentioned(&trend.value);
        let grouping = self.grouping(&trend.per, of.clone(), span)?;
        let scopes = [grouping.scope.clone()];
        let times = self.value(&scopes, &trend.times, Some(&Type::Integer));
        let what = self.language().pick("in a row", "连续");
        if !self.operand_must_be(times, &Type::Number, what)
            || self.type_of(times) == Type::Unknown
            || !self.within_bounds(times, Bounds::AtLeastOne)
        {
            return None;
        }
        let smallest = match smallest {
            Some(written) => Some(self.smallest(&scopes, written)?),
            None => None,
        };
        let needs_rows = self.needs_rows(&trend.value);
        let (mut values, mut judged) = (Vec::new(), Vec::new());
        for stretch in &stretches {
            let value = self.narrowed(stretch, each.of.as_ref(), |b| {
                b.value(&scopes, &trend.value, None)
            });
            if !self.operand_must_be(value, &Type::Number, what)
                || self.type_of(value) == Type::Unknown
            {
                return None;
            }
            let mut conditions = vec![self.is_over(stretch, span)];
            let fewest = smallest.or_else(|| needs_rows.then(|| self.whole_number(1, span)));
            if let Some(fewest) = fewest {
                let size = self.narrowed(stretch, each.of.as_ref(), |b| {
                    b.is_as_large(&scopes, &of, fewest, span)
                });
                conditions.push(size?);
            }
            values.push((stretch.period.shown.clone(), value));
            judged.push(self.all_of(conditions, span)?);
        }
        let plain: Vec<ExprId> = values.iter().map(|(_, value)| *value).collect();
        let (must, applies) = self.runs(&plain, &judged, (trend.rising, times), span);
        let measure = match self.peek(&name.text) {
            Some(Thing::Measure(measure)) => self.measure_names(measure),
            _ => crate::types::Bilingual::default(),
        };
        self.model.trends.insert(
            must,
            Trend {
                measure,
                rising: trend.rising,
                times,
                values,
                smallest,
            },
        );
        let clause = self.clause(must);
        self.group_check(grouping, Some(applies), clause)
    }

    fn measure_names(&self, measure: usize) -> crate::types::Bilingual {
        let entry = self.measures.get(measure);
        entry.map_or_else(Default::default, |entry| {
            super::names::named(&entry.declared.names).by_language
        })
    }

    /// The measure that a trend is about, with its period.
    fn followed(&mut self, value: &ast::Expr) -> Option<(ast::Name, ast::Each)> {
        if let ast::ExprKind::Name(name) = &value.kind
            && let Some(Thing::Measure(measure)) = self.peek(&name.text)
            && let Some(each) = self.measures.get(measure).map(|m| m.declared.each.clone())
        {
            self.thing_called(name);
            if let Some(each) = each {
                return Some((name.clone(), each));
            }
            let problem = problems::measure_without_period(self.language(), name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        let problem = problems::not_a_measure(self.language(), value.span);
        self.diagnostics.add(problem);
        None
    }

    /// Whether the value of a measure says nothing where there are no rows: all but plain counts and sums.
    fn needs_rows(&self, value: &ast::Expr) -> bool {
        let declared = match &value.kind {
            ast::ExprKind::Name(name) => match self.peek(&name.text) {
                Some(Thing::Measure(measure)) => {
                    self.measures.get(measure).map(|m| &m.declared.value)
                }
                _ => None,
            },
            _ => None,
        };
        let sums = |kind: &ast::ExprKind| match kind {
            ast::ExprKind::Aggregate(aggregate) => matches!(
                aggregate.function,
                AggregateFunction::Count
                    | AggregateFunction::CountDifferent
                    | AggregateFunction::Total
            ),
            _ => false,
        };
        declared.is_none_or(|declared| !sums(&declared.kind))
    }

    /// Whether a period is over on the day of the inspection.
    fn is_over(&mut self, stretch: &Stretch, span: Span) -> ExprId {
        let Days::Known { to, .. } = stretch.days else {
            return self.unknown(span);
        };
        let last = ExprKind::Value(Value::Date(to));
        let last = self.add(last, Type::Date, span);
        let today = self.add(ExprKind::AsOf, Type::Date, span);
        let over = ExprKind::Compare(last, CompareOp::AtMost, today);
        self.add(over, Type::Truth, span)
    }

    /// That there are not so many steps in one direction in a row, and whether there are enough periods to tell.
    fn runs(
        &mut self,
        values: &[ExprId],
        judged: &[ExprId],
        (rising, times): (bool, ExprId),
        span: Span,
    ) -> (ExprId, ExprId) {
        let op = if rising {
            CompareOp::Less
        } else {
            CompareOp::More
        };
        let mut steps = Vec::new();
        for (pair, both) in values.windows(2).zip(judged.windows(2)) {
            let [before, after] = *pair else { continue };
            let step = ExprKind::Compare(before, op, after);
            let step = self.add(step, Type::Truth, span);
            let mut parts = both.to_vec();
            parts.push(step);
            steps.push(self.add(ExprKind::And(parts), Type::Truth, span));
        }
        let in_a_row = |b: &mut Self, times: usize| {
            let runs = steps.windows(times).map(<[ExprId]>::to_vec);
            let runs: Vec<Vec<ExprId>> = runs.collect();
            let never = b.any_of(runs, span);
            let must = b.add(ExprKind::Not(never), Type::Truth, span);
            let enough = judged.windows(times + 1).map(<[ExprId]>::to_vec).collect();
            (must, b.any_of(enough, span))
        };
        let written = match self.literal(times) {
            Some(Value::Number(number)) => Some(number.mantissa(0).unwrap_or(0)),
            _ => None,
        };
        if let Some(written) = written {
            let times = usize::try_from(written).unwrap_or(usize::MAX);
            return in_a_row(self, times.clamp(1, steps.len() + 1));
        }
        // A setting: each number that it may be.
        let (mut musts, mut enough) = (Vec::new(), Vec::new());
        for number in 1..=steps.len().min(MOST_TIMES) {
            let (must, applies) = in_a_row(self, number);
            let number = Number::integer(i64::try_from(number).unwrap_or(0));
            let number = self.add(ExprKind::Value(Value::Number(number)), Type::Integer, span);
            let equal = ExprKind::Compare(times, CompareOp::Equal, number);
            let equal = self.add(equal, Type::Truth, span);
            let other = self.add(ExprKind::Not(equal), Type::Truth, span);
            musts.push(self.add(ExprKind::Or(vec![other, must]), Type::Truth, span));
            enough.push(vec![equal, applies]);
        }
        let must = self.add(ExprKind::And(musts), Type::Truth, span);
        (must, self.any_of(enough, span))
    }

    /// That all of one of the lists hold.
    fn any_of(&mut self, lists: Vec<Vec<ExprId>>, span: Span) -> ExprId {
        let mut any = Vec::new();
        for list in lists {
            any.extend(self.all_of(list, span));
        }
        match any[..] {
            [] => self.add(ExprKind::Value(Value::Truth(false)), Type::Truth, span),
            [one] => one,
            _ => self.add(ExprKind::Or(any), Type::Truth, span),
        }
    }

    /// The number in `groups under N are not judged`.
    fn smallest(&mut self, scopes: &[Scope], written: &ast::Expr) -> Option<ExprId> {
        let id = self.value(scopes, written, Some(&Type::Integer));
        let what = self.language().pick("groups under", "少于");
        let fine = self.operand_must_be(id, &Type::Number, what)
            && self.within_bounds(id, Bounds::AtLeastOne);
        (fine && self.type_of(id) != Type::Unknown).then_some(id)
    }

    /// Whether a group has at least so many rows of one of its kinds.
    fn is_as_large(
        &mut self,
        scopes: &[Scope],
        of: &[RowsOf],
        fewest: ExprId,
        span: Span,
    ) -> Option<ExprId> {
        let mut any = Vec::new();
        for rows in of {
            let noun = Noun {
                dataset: rows.dataset,
                population: rows.population,
            };
            let link = self.link(scopes, noun, None, &[], span)?;
            let period = self.within_period(scopes, noun, span);
            let parts = rows.filter.into_iter().chain(period).collect();
            let aggregate = Aggregate {
                function: AggregateFunction::Count,
                given_only: false,
                open: false,
                dataset: rows.dataset,
                filter: self.all_of(parts, span),
                value: None,
                that: None,
                link,
                or_by: None,
            };
            let count = self.add(ExprKind::Aggregate(aggregate), Type::Integer, span);
            let enough = ExprKind::Compare(count, CompareOp::AtLeast, fewest);
            any.push(vec![self.add(enough, Type::Truth, span)]);
        }
        Some(self.any_of(any, span))
    }

    /// Where the groups of a sentence are large enough to be judged; `Some(None)` when any size is.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that something was reported"
    )]
    pub(super) fn large_enough(
        &mut self,
        grouping: &Grouping,
        smallest: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Option<ExprId>> {
        let Some(written) = smallest else {
            return Some(None);
        };
        let scopes = [grouping.scope.clone()];
        let fewest = self.smallest(&scopes, written)?;
        let of = grouping.scope.of.clone();
        self.is_as_large(&scopes, &of, fewest, span).map(Some)
    }

    /// Reports `groups under N` in a sentence that has no groups.
    pub(super) fn no_groups(&mut self, smallest: Option<&ast::Expr>) {
        if let Some(written) = smallest {
            let problem = problems::no_groups(self.language(), written.span);
            self.diagnostics.add(problem);
        }
    }
}
