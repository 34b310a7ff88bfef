//! Kernels: a node's vector from the vectors of its arguments, without a look at other frames or at cells.
//!
//! Truths follow Kleene's tables. Numbers are exact; where they are intervals, a result is known only if every value inside agrees.

mod compare;
mod date;
mod logic;
mod lookup;
mod number;
mod text;

use super::vector::Vector;
use crate::plan::{Node, NodeId, Plan};

pub(crate) use compare::{holds, parts_with_constant};
pub(crate) use logic::choose;

/// The vector of a node; `None` for nodes that need cells, keys or other frames.
pub(crate) fn compute<'a>(
    plan: &Plan,
    node: &Node,
    rows: usize,
    get: &dyn Fn(NodeId) -> &'a Vector,
) -> Option<Vector> {
    Some(match node {
        Node::Constant(constant) => Vector::of_constant(constant),
        Node::Not(a) => logic::not(get(*a), rows),
        Node::And(all) => logic::and(&vectors(all, get), rows),
        Node::Or(all) => logic::or(&vectors(all, get), rows),
        Node::AtLeast(number, all) => logic::at_least(*number, &vectors(all, get), rows),
        Node::IsKnown(a) => logic::is_known(get(*a), rows),
        Node::OrElse(a, b) => logic::or_else(get(*a), get(*b), rows),
        Node::Choose {
            when,
            then,
            otherwise,
        } => logic::choose(get(*when), get(*then), get(*otherwise), rows),
        Node::Compare(a, op, b) => compare::compare(get(*a), *op, get(*b), rows),
        Node::OneOf(a, constants) => compare::one_of(get(*a), constants, rows),
        Node::Matches(a, pattern) => text::matches(get(*a), plan.patterns.get(*pattern)?, rows),
        Node::Length(a) => text::length(get(*a), rows),
        Node::Part { text, from, to } => text::part(get(*text), get(*from), get(*to), rows),
        Node::DigestOf(a) => text::digest_of(get(*a), rows),
        Node::NumberOf(a) => text::number_of(get(*a), rows),
        Node::BirthDate(a) => text::birth_date(get(*a), rows),
        Node::Sex(a) => text::sex(get(*a), rows),
        Node::ValidCitizenId(a) => text::valid_citizen_id(get(*a), rows),
        Node::Arithmetic(a, op, b) => number::arithmetic(get(*a), *op, get(*b), rows),
        Node::Absolute(a) => number::absolute(get(*a), rows),
        Node::Rounded(a, places) => number::rounded(get(*a), *places, rows),
        Node::Extreme(a, b, later) => number::extreme(get(*a), get(*b), *later, rows),
        Node::Shift {
            day,
            amount,
            unit,
            back,
        } => date::shift(get(*day), get(*amount), *unit, *back, rows),
        Node::Age(born, on) => date::age(get(*born), get(*on), rows),
        Node::Month(a) => date::month(get(*a), rows),
        Node::Year(a) => date::year(get(*a), rows),
        Node::Week(a) => date::week(get(*a), rows),
        Node::Quarter(a) => date::quarter(get(*a), rows),
        Node::LastBirthday(born, on) => date::last_birthday(get(*born), get(*on), rows),
        Node::Listed(at, list) => date::listed(plan.lists.get(*list)?, get(*at), rows),
        Node::Lookup(table, arguments) => {
            lookup::lookup(plan.lookups.get(*table)?, &vectors(arguments, get), rows)
        }
        Node::Column(..)
        | Node::OwnKey(_)
        | Node::Axis { .. }
        | Node::Beside { .. }
        | Node::Ungrouped { .. }
        | Node::RunOf(_)
        | Node::KeyOf(..)
        | Node::Compose(..)
        | Node::Read { .. }
        | Node::Pairs { .. } => return None,
    })
}

fn vectors<'a>(all: &[NodeId], get: &dyn Fn(NodeId) -> &'a Vector) -> Vec<&'a Vector> {
    all.iter().map(|&id| get(id)).collect()
}

pub(crate) use lookup::{applying_row, applying_rows};
