//! Which expressions stand for the same value.
//!
//! Every expression has a number, and two have the same number when they are made of the same parts. An expression is looked at once: a
//! checklist asks for the same population in hundreds of items.

use crate::model::{Aggregate, ExprId, ExprKind, Link, Model};
use crate::types::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Gives the numbers.
pub(super) struct SameValues<'m> {
    model: &'m Model,
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    numbers: BTreeMap<ExprId, usize>,
    texts: HashMap<String, usize>,
}

impl<'m> SameValues<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let seen = RefCell::default();
        Self { model, seen }
    }

    /// The number of an expression: the same for the same value.
    pub(super) fn number(&self, id: ExprId) -> usize {
        let known = self.seen.borrow().numbers.get(&id).copied();
        known.unwrap_or_else(|| {
            // Numbers its parts on the way.
            let text = self.text(id);
            let mut seen = self.seen.borrow_mut();
            let next = seen.texts.len();
            let number = *seen.texts.entry(text).or_insert(next);
            seen.numbers.insert(id, number);
            number
        })
    }

    fn numbers(&self, ids: &[ExprId]) -> String {
        let numbers = ids.iter().map(|id| self.number(*id).to_string());
        numbers.collect::<Vec<_>>().join(",")
    }

    /// What an expression is made of, its parts by their numbers.
    fn text(&self, id: ExprId) -> String {
        match &self.model.expr(id).kind {
            ExprKind::Value(value) => value_key(value),
            ExprKind::Setting(number) => format!("setting {number}"),
            ExprKind::AsOf => "as of".to_owned(),
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => format!("column {depth} {dataset} {column}"),
            ExprKind::GroupKey(part) => format!("group {part}"),
            ExprKind::Follow {
                key,
                dataset,
                value,
            } => format!(
                "({} of {dataset} by {})",
                self.number(*value),
                self.numbers(key)
            ),
            ExprKind::State(of, state) => format!("{state:?}({})", self.number(*of)),
            ExprKind::Not(of) => format!("not({})", self.number(*of)),
            ExprKind::And(parts) => format!("and({})", self.numbers(parts)),
            ExprKind::Or(parts) => format!("or({})", self.numbers(parts)),
            ExprKind::AtLeast(number, parts) => format!("{number} of({})", self.numbers(parts)),
            ExprKind::Compare(a, op, b) => {
                format!("({} {op:?} {})", self.number(*a), self.number(*b))
            }
            ExprKind::OneOf(of, values) => {
                let values: Vec<String> = values.iter().map(value_key).collect();
                format!("({} in {})", self.number(*of), values.join(","))
            }
            ExprKind::Matches(of, kind, pattern) => {
                format!("({} {kind:?} {pattern:?})", self.number(*of))
            }
            ExprKind::Arithmetic(a, op, b) => {
                format!("({} {op:?} {})", self.number(*a), self.number(*b))
            }
            ExprKind::OrElse(a, b) => format!("({} else {})", self.number(*a), self.number(*b)),
            ExprKind::Function(function, parts) => format!("{function:?}({})", self.numbers(parts)),
            ExprKind::Lookup(table, parts) => format!("table {table}({})", self.numbers(parts)),
            ExprKind::Aggregate(aggregate) => self.aggregate_text(aggregate),
            // The same as itself alone.
            _ => format!("#{}", id.0),
        }
    }

    fn aggregate_text(&self, aggregate: &Aggregate) -> String {
        let one =
            |id: Option<ExprId>| id.map_or_else(String::new, |id| self.number(id).to_string());
        let link = match &aggregate.link {
            Link::Whole => String::new(),
            Link::Keys { inner, outer } => {
                format!("{} = {}", self.numbers(inner), self.numbers(outer))
            }
            Link::Group { inner } => format!("group {}", self.numbers(inner)),
        };
        let second = aggregate.or_by.as_ref().map_or_else(String::new, |second| {
            format!(
                " or {} = {}",
                self.numbers(&second.inner),
                self.numbers(&second.outer)
            )
        });
        format!(
            "{:?} {} of {} where {} value {} that {} by {link}{second}",
            aggregate.function,
            aggregate.given_only,
            aggregate.dataset,
            one(aggregate.filter),
            one(aggregate.value),
            one(aggregate.that),
        )
    }
}

/// A value as a text that no other value has. Texts stand as they are, behind their length: escaping them takes long.
fn value_key(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{}:{text}", text.len()),
        value => format!("{value:?}"),
    }
}
