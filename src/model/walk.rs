//! Walks over expressions: what an item or expression rests on.

use super::{
    Amount, AmountOf, AxisKind, Check, Clause, ExcuseTest, ExprId, ExprKind, Item, Link, Model,
    Person, Ranking,
};
use crate::types::{Type, Value};
use std::collections::BTreeSet;

impl ExprKind {
    /// The expressions that this one is made of, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<ExprId> {
        match self {
            Self::Value(_)
            | Self::Setting(_)
            | Self::AsOf
            | Self::Headers(_)
            | Self::Column { .. }
            | Self::GroupKey(_)
            | Self::Run(_) => Vec::new(),
            Self::Beside { value, .. } => value.iter().copied().collect(),
            Self::Follow { key, value, .. } => {
                let mut parts = key.clone();
                parts.push(*value);
                parts
            }
            Self::State(of, _) | Self::Not(of) | Self::OneOf(of, _) | Self::Matches(of, _, _) => {
                vec![*of]
            }
            Self::Placeholder(of, names) => {
                let mut parts = vec![*of];
                parts.extend(names);
                parts
            }
            Self::And(parts)
            | Self::Or(parts)
            | Self::AtLeast(_, parts)
            | Self::Function(_, parts)
            | Self::Lookup(_, parts) => parts.clone(),
            Self::Compare(a, _, b) | Self::Arithmetic(a, _, b) | Self::OrElse(a, b) => {
                vec![*a, *b]
            }
            Self::Aggregate(aggregate) => {
                let mut parts: Vec<ExprId> = aggregate
                    .filter
                    .into_iter()
                    .chain(aggregate.value)
                    .chain(aggregate.that)
                    .collect();
                match &aggregate.link {
                    Link::Whole => {}
                    Link::Keys { inner, outer } => parts.extend(inner.iter().chain(outer)),
                    Link::Group { inner } => parts.extend(inner),
                }
                parts.extend(aggregate.or_by.iter().flat_map(|second| second.parts()));
                parts
            }
        }
    }
}

impl Check {
    /// The expressions that the check is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<ExprId> {
        let of_clause = |clause: &Clause| clause.must;
        match self {
            Self::Rows(rows) => rows
                .member
                .into_iter()
                .chain(rows.applies)
                .chain(rows.must.iter().map(of_clause))
                .chain(rows.deadlines.iter().flat_map(|d| &d.must).map(of_clause))
                .chain(rows.ranking.iter().flat_map(Ranking::parts))
                .collect(),
            Self::Groups(groups) => groups
                .of
                .iter()
                .filter_map(|rows| rows.filter)
                .chain(groups.keys.iter().flatten().copied())
                .chain(groups.applies)
                .chain([of_clause(&groups.must)])
                .collect(),
            Self::Nothing => Vec::new(),
            Self::Whole(whole) => whole
                .applies
                .into_iter()
                .chain([of_clause(&whole.must)])
                .collect(),
            Self::Duty(duty) => {
                let mut parts: Vec<ExprId> = duty.member.into_iter().chain(duty.applies).collect();
                parts.extend(duty.deliveries.filter);
                for slot in &duty.slots {
                    parts.extend(slot.recipient.as_ref().map(|recipient| recipient.value));
                    parts.extend(slot.due);
                    parts.push(slot.last_day);
                    parts.push(slot.present);
                    parts.extend(slot.on_time);
                }
                parts
            }
            Self::Match(matched) => {
                let mut parts = Vec::new();
                for source in &matched.sources {
                    parts.extend(source.rows.filter);
                    parts.extend(&source.key);
                    parts.extend(&source.second);
                    parts.extend(source.explained);
                }
                for compared in &matched.compared {
                    parts.extend(compared.values.iter().flatten());
                    parts.extend(compared.within);
                }
                parts
            }
            Self::Combinations(check) => {
                let mut parts = check.keys.clone();
                parts.extend(check.rows.filter);
                for axis in &check.axes {
                    parts.extend(&axis.keys);
                    if let AxisKind::Rows(rows) = &axis.kind {
                        parts.extend(rows.filter);
                    }
                }
                parts
            }
        }
    }
}

impl Check {
    /// What it requires, where that is said in words of its own.
    #[must_use]
    pub fn clauses(&self) -> Vec<&Clause> {
        match self {
            Self::Rows(rows) => {
                let deadlines = rows.deadlines.iter().flat_map(|deadline| &deadline.must);
                rows.must.iter().chain(deadlines).collect()
            }
            Self::Groups(groups) => vec![&groups.must],
            Self::Whole(whole) => vec![&whole.must],
            Self::Match(_) | Self::Combinations(_) | Self::Duty(_) | Self::Nothing => Vec::new(),
        }
    }
}

impl Ranking {
    /// The expressions that it is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<ExprId> {
        let numbers = [Some(self.places), self.smallest];
        std::iter::once(self.by)
            .chain(numbers.into_iter().flatten())
            .collect()
    }
}

impl Item {
    /// Whether it has deadlines with requirements of their own, so that it depends on the day of the inspection.
    #[must_use]
    pub fn has_deadlines(&self) -> bool {
        matches!(&self.check, Check::Rows(rows) if !rows.deadlines.is_empty())
    }

    /// The expressions that it rests on: its check and what is shown of it, what excuses its subjects, who has to act, and by what a
    /// sample is drawn.
    #[must_use]
    pub fn roots(&self) -> Vec<ExprId> {
        let mut roots = self.check.parts();
        for clause in self.check.clauses() {
            roots.extend(clause.actual.into_iter().chain(clause.expected));
        }
        roots.extend(self.excuses.iter().flat_map(|excuse| excuse.test.parts()));
        let owners = self.lines.owner_paths.iter().flat_map(|path| &path.values);
        roots.extend(owners.map(|(_, value)| *value));
        let person = self.person.iter();
        let samples = person.filter_map(|person| person.sample.as_ref());
        roots.extend(samples.flat_map(|sample| sample.strata.iter().copied()));
        roots
    }

    /// The amounts that it takes: how long an answer is valid, how large a sample is, and how many may fail.
    fn amounts(&self) -> impl Iterator<Item = (Amount, AmountOf)> {
        let size = |person: &Person| person.sample.as_ref().map(|sample| sample.size);
        let person = self.person.iter();
        let of_person = person.flat_map(move |person| {
            let valid = person.valid_for.map(|amount| (amount, AmountOf::Validity));
            let size = size(person).map(|amount| (amount, AmountOf::SampleSize));
            valid.into_iter().chain(size)
        });
        let tolerated = self.tolerating.map(|amount| (amount, AmountOf::Tolerated));
        of_person.chain(tolerated)
    }

    /// The datasets whose rows it looks at itself, and of these the ones whose keys name its subjects.
    #[must_use]
    pub fn datasets(&self) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let mut datasets = BTreeSet::new();
        let mut named = BTreeSet::new();
        match &self.check {
            Check::Rows(rows) => {
                named.insert(rows.dataset);
            }
            Check::Duty(duty) => {
                named.insert(duty.dataset);
                datasets.insert(duty.deliveries.dataset);
            }
            Check::Groups(groups) => datasets.extend(groups.of.iter().map(|rows| rows.dataset)),
            Check::Match(matched) => {
                datasets.extend(matched.sources.iter().map(|source| source.rows.dataset));
            }
            Check::Combinations(check) => {
                datasets.insert(check.rows.dataset);
                datasets.extend(check.axes.iter().filter_map(|axis| match &axis.kind {
                    AxisKind::Rows(rows) => Some(rows.dataset),
                    _ => None,
                }));
            }
            Check::Whole(_) | Check::Nothing => {}
        }
        datasets.extend(self.excuses.iter().filter_map(|excuse| match excuse.test {
            ExcuseTest::Key { dataset, .. } => Some(dataset),
            _ => None,
        }));
        datasets.extend(&named);
        (datasets, named)
    }
}

impl Model {
    /// The datasets all of whose rows an item has to know: those it looks at itself, and those that it counts rows of.
    #[must_use]
    pub fn datasets_counted(&self, item: &Item) -> BTreeSet<usize> {
        let (mut datasets, _) = item.datasets();
        let below = self.reachable(&item.roots());
        datasets.extend(below.iter().filter_map(|&id| match &self.expr(id).kind {
            ExprKind::Aggregate(aggregate) => Some(aggregate.dataset),
            _ => None,
        }));
        datasets
    }

    /// Every expression that `roots` rest on, themselves and the values of derived columns included.
    #[must_use]
    pub fn reachable(&self, roots: &[ExprId]) -> BTreeSet<ExprId> {
        let mut found = BTreeSet::new();
        let mut open = roots.to_vec();
        while let Some(id) = open.pop() {
            if !found.insert(id) {
                continue;
            }
            let Some(expr) = self.exprs.get(id.0) else {
                continue;
            };
            open.extend(expr.kind.parts());
            if let ExprKind::Beside { population, .. } | ExprKind::Run(population) = expr.kind
                && let Some(population) = self.populations.get(population)
            {
                open.extend(population.filter);
                if let Some(order) = &population.order {
                    open.extend(order.by.iter().chain(&order.per));
                    open.extend(order.new_run);
                }
            }
            if let ExprKind::Column {
                dataset, column, ..
            } = expr.kind
            {
                let derived = self
                    .datasets
                    .get(dataset)
                    .and_then(|d| d.columns.get(column))
                    .and_then(|c| c.derived);
                open.extend(derived);
            }
        }
        found
    }
}

impl Model {
    /// The settings that an item needs, by number.
    #[must_use]
    pub fn settings_of(&self, item: &Item) -> BTreeSet<usize> {
        let reachable = self.reachable(&item.roots()).into_iter();
        let written = reachable.filter_map(|id| match self.exprs.get(id.0)?.kind {
            ExprKind::Setting(setting) => Some(setting),
            _ => None,
        });
        let amounts = item.amounts().filter_map(|(amount, _)| match amount {
            Amount::Setting(setting) => Some(setting),
            Amount::Number(..) => None,
        });
        written.chain(amounts).collect()
    }

    /// What an item takes a setting for that a value of it cannot be: half a row of a sample.
    #[must_use]
    pub fn amount_missed(&self, setting: usize, value: &Value) -> Option<AmountOf> {
        let Value::Number(number) = value else {
            return None;
        };
        let share = self.settings.get(setting)?.kind == Type::Percent;
        let mut amounts = self.items.iter().flat_map(Item::amounts);
        amounts.find_map(|(amount, of)| {
            (amount == Amount::Setting(setting) && !of.holds(*number, share)).then_some(of)
        })
    }

    /// Whether the verdicts of an item depend on the day of the inspection.
    #[must_use]
    pub fn needs_day(&self, item: &Item) -> bool {
        let is_day = |id: &ExprId| matches!(self.expr(*id).kind, ExprKind::AsOf);
        // Whether an answer is still valid depends on the day as well.
        item.has_deadlines()
            || item.due.is_some()
            || item.person.is_some()
            || self.reachable(&item.roots()).iter().any(is_day)
    }

    /// The datasets whose headers a check looks at.
    #[must_use]
    pub fn headers_asked(&self, check: &Check) -> BTreeSet<usize> {
        let reachable = self.reachable(&check.parts()).into_iter();
        let headers = reachable.filter_map(|id| match self.exprs.get(id.0)?.kind {
            ExprKind::Headers(dataset) => Some(dataset),
            _ => None,
        });
        headers.collect()
    }
}

/// The items (by number) whose verdicts depend on the day of the inspection.
#[must_use]
pub fn items_needing_as_of(model: &Model) -> Vec<usize> {
    (0..model.items.len())
        .filter(|&item| (model.items.get(item)).is_some_and(|item| model.needs_day(item)))
        .collect()
}

/// Whether any item depends on the day of the inspection, so that a run without it cannot start.
#[must_use]
pub fn needs_as_of(model: &Model) -> bool {
    !items_needing_as_of(model).is_empty()
}
