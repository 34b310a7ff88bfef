//! Conditions that can never hold, conditions that always hold, requirements that nobody or everybody meets.

use super::LanguageOf;
use super::cases::{Case, Cases, Rules};
use super::problems;
use super::same_values::SameValues;
use crate::diagnostic::Diagnostics;
use crate::model::{Aggregate, Check, ExprId, ExprKind, Model, RowsOf};
use crate::source::Span;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::collections::BTreeSet;

/// What is looked at by itself.
#[derive(Clone, Copy)]
enum Task<'m> {
    /// The condition of a population.
    Filter(ExprId),
    /// The conditions of an aggregate.
    Aggregate(&'m Aggregate),
    /// What an item asks.
    Check(&'m Check),
}

/// How many of them one thread looks at at once.
const AT_ONCE: usize = 64;

/// Looks at every condition of populations, measures, derived columns and items.
pub(super) fn review(model: &Model, language: &LanguageOf<'_>) -> Diagnostics {
    let mut tasks = Tasks {
        model,
        tasks: Vec::new(),
        seen: BTreeSet::new(),
    };
    for population in &model.populations {
        if let Some(filter) = population.filter {
            tasks.tasks.push(Task::Filter(filter));
            tasks.inside(filter);
        }
    }
    for column in model.datasets.iter().flat_map(|dataset| &dataset.columns) {
        if let Some(derived) = column.derived {
            tasks.inside(derived);
        }
    }
    for item in &model.items {
        tasks.tasks.push(Task::Check(&item.check));
        for part in item.check.parts() {
            tasks.inside(part);
        }
    }
    let look = |tasks: &[Task<'_>]| {
        let mut review = Review {
            model,
            same: &SameValues::new(model),
            language,
            diagnostics: Diagnostics::default(),
        };
        for task in tasks {
            match task {
                Task::Filter(filter) => {
                    review.condition(&[], *filter);
                }
                Task::Aggregate(aggregate) => review.aggregate(aggregate),
                Task::Check(check) => review.check(check),
            }
        }
        review.diagnostics
    };
    let found: Vec<Diagnostics> = tasks.tasks.par_chunks(AT_ONCE).map(look).collect();
    let mut all = Diagnostics::default();
    found.into_iter().for_each(|found| all.append(found));
    all
}

/// What is to be looked at, in the order of its messages.
struct Tasks<'m> {
    model: &'m Model,
    tasks: Vec<Task<'m>>,
    /// Expressions whose aggregates are among the tasks.
    seen: BTreeSet<ExprId>,
}

impl Tasks<'_> {
    /// Takes the aggregates inside an expression.
    fn inside(&mut self, root: ExprId) {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            let kind = &self.model.expr(id).kind;
            open.extend(kind.parts());
            if let ExprKind::Aggregate(aggregate) = kind {
                self.tasks.push(Task::Aggregate(aggregate));
            }
        }
    }
}

struct Review<'a> {
    model: &'a Model,
    same: &'a SameValues<'a>,
    language: &'a LanguageOf<'a>,
    diagnostics: Diagnostics,
}

impl Review<'_> {
    fn cases(&self, ranges: bool, known: bool) -> Cases<'_> {
        Cases {
            model: self.model,
            same: self.same,
            rules: Rules { ranges, known },
        }
    }

    fn span(&self, id: ExprId) -> Span {
        self.model.expr(id).span
    }

    /// Whether conditions can hold together in files as declared.
    fn can_hold(&self, conditions: impl IntoIterator<Item = ExprId>) -> bool {
        let all: Vec<(ExprId, bool)> = conditions.into_iter().map(|id| (id, true)).collect();
        self.cases(true, true).possible(&all)
    }

    fn check(&mut self, check: &Check) {
        match check {
            Check::Rows(rows) => {
                let context: Vec<ExprId> = rows.member.into_iter().collect();
                if !self.can_hold(context.iter().copied()) {
                    // Said of the population.
                    return;
                }
                let applies = rows.applies;
                if applies.is_some_and(|applies| !self.condition(&context, applies)) {
                    return;
                }
                let context: Vec<ExprId> = context.into_iter().chain(applies).collect();
                let mut before = context.clone();
                for clause in &rows.must {
                    let fine = self.requirement(&context, clause.must);
                    let together = before.iter().copied().chain([clause.must]);
                    if fine && !self.can_hold(together) {
                        self.never(&before, clause.must);
                    }
                    before.push(clause.must);
                }
            }
            // What is owed is told by the calendar, not by conditions of an author.
            Check::Duty(duty) => {
                let context: Vec<ExprId> = duty.member.into_iter().collect();
                if let (true, Some(applies)) =
                    (self.can_hold(context.iter().copied()), duty.applies)
                {
                    self.condition(&context, applies);
                }
            }
            Check::Groups(groups) => {
                self.filters(&groups.of);
                self.requirement(&[], groups.must.must);
            }
            Check::Whole(whole) => {
                self.requirement(&[], whole.must.must);
            }
            Check::Combinations(check) => self.filters(std::slice::from_ref(&check.rows)),
            Check::Nothing => {}
            Check::Match(matched) => {
                for source in &matched.sources {
                    self.filters(std::slice::from_ref(&source.rows));
                    let context: Vec<ExprId> = source.rows.filter.into_iter().collect();
                    if let (Some(explained), true) =
                        (source.explained, self.can_hold(context.iter().copied()))
                    {
                        self.condition(&context, explained);
                    }
                }
            }
        }
    }

    fn filters(&mut self, rows: &[RowsOf]) {
        for filter in rows.iter().filter_map(|rows| rows.filter) {
            self.condition(&[], filter);
        }
    }

    /// The conditions of an aggregate.
    fn aggregate(&mut self, aggregate: &Aggregate) {
        let fine = aggregate
            .filter
            .is_none_or(|filter| self.condition(&[], filter));
        if let (Some(that), true) = (aggregate.that, fine) {
            let context: Vec<ExprId> = aggregate.filter.into_iter().collect();
            self.condition(&context, that);
        }
    }

    /// The parts that must all hold, in the order written.
    fn conjuncts(&self, id: ExprId) -> Vec<ExprId> {
        match &self.model.expr(id).kind {
            ExprKind::And(parts) => parts
                .iter()
                .flat_map(|part| self.conjuncts(*part))
                .collect(),
            _ => vec![id],
        }
    }

    /// Looks at a condition among others that hold as well; whether it can hold.
    fn condition(&mut self, context: &[ExprId], condition: ExprId) -> bool {
        let mut before: Vec<ExprId> = context.iter().flat_map(|id| self.conjuncts(*id)).collect();
        let cases = |review: &Self, held: &[Case], part: ExprId| {
            let cases = review.cases(true, true);
            cases.and(held.to_vec(), part, true)
        };
        // The cases in which all parts before hold: of a long chain they are found once, and not again for each part of it.
        let all: Vec<(ExprId, bool)> = before.iter().map(|id| (*id, true)).collect();
        let mut held = self.cases(true, true).all(&all);
        for part in self.conjuncts(condition) {
            let next = cases(self, &held, part);
            if next.is_empty() {
                self.never(&before, part);
                return false;
            }
            if let ExprKind::Or(branches) = &self.model.expr(part).kind {
                for branch in branches {
                    if cases(self, &held, *branch).is_empty() {
                        self.never(&before, *branch);
                    }
                }
            }
            held = next;
            if !self.cases(true, false).possible(&[(part, false)]) {
                let problem =
                    problems::always_holds((self.language)(self.span(part).file), self.span(part));
                self.diagnostics.add(problem);
            }
            before.push(part);
        }
        true
    }

    /// Says that a condition cannot hold, and what rules it out.
    fn never(&mut self, before: &[ExprId], part: ExprId) {
        let span = self.span(part);
        let language = (self.language)(span.file);
        let alone = !self.can_hold([part]);
        let against = before
            .iter()
            .find(|other| !alone && !self.can_hold([**other, part]))
            .map(|other| self.span(*other));
        let problem = problems::never_holds(language, span, against, self.range_of(part));
        self.diagnostics.add(problem);
    }

    /// The declared range of the column that a comparison looks at.
    fn range_of(&self, id: ExprId) -> Option<String> {
        let ExprKind::Compare(a, _, b) = self.model.expr(id).kind else {
            return None;
        };
        let range = |id: ExprId| match self.model.expr(id).kind {
            ExprKind::Column {
                dataset, column, ..
            } => {
                let column = self.model.column(dataset, column)?;
                let (low, high) = column.range?;
                let language = (self.language)(self.span(id).file);
                let name = column.names.show(language);
                Some(problems::declared_range(language, name, low, high))
            }
            _ => None,
        };
        range(a).or_else(|| range(b))
    }

    /// Looks at a requirement of rows for which the context holds; whether it can be met.
    fn requirement(&mut self, context: &[ExprId], must: ExprId) -> bool {
        if let ExprKind::Not(forbidden) = self.model.expr(must).kind {
            // What must not hold, and cannot or always does.
            self.condition(context, forbidden);
            return true;
        }
        let span = self.span(must);
        let language = (self.language)(span.file);
        let with = |truth: bool| {
            let context = context.iter().map(|id| (*id, true));
            context.chain([(must, truth)]).collect::<Vec<_>>()
        };
        if !self.cases(true, true).possible(&with(true)) {
            let problem = problems::never_met(language, span, self.range_of(must));
            self.diagnostics.add(problem);
            return false;
        }
        if !self.cases(false, false).possible(&with(false)) {
            // Values outside their declared range are what a requirement may look for.
            self.diagnostics.add(problems::always_met(language, span));
        }
        true
    }
}
