//! What the values of nodes are, found from the plan alone.

use crate::plan::{Constant, FrameId, Node, NodeId, Plan, PutKind, ReadKind, ValueKind, Want};
use crate::syntax::ast::ArithmeticOp;

/// The kind of a node's values.
pub(crate) fn kind_of(plan: &Plan, frame: FrameId, id: NodeId) -> ValueKind {
    let of = |id: NodeId| kind_of(plan, frame, id);
    kind_of_node(plan, &plan.frames[frame.0].nodes[id.0], &of)
}

fn kind_of_node(plan: &Plan, node: &Node, of: &dyn Fn(NodeId) -> ValueKind) -> ValueKind {
    match node {
        Node::Column(_, want) => match want {
            Want::Key { space, .. } => ValueKind::Key(*space),
            Want::Days => ValueKind::Days,
            Want::Number { .. } => ValueKind::Number,
            Want::Code { .. } => ValueKind::Code,
            Want::Digest { .. } | Want::NameDigest => ValueKind::Digest,
            Want::Text => ValueKind::Text,
            Want::Truth | Want::Given | Want::Blank | Want::Unreadable => ValueKind::Truth,
        },
        Node::Constant(constant) => match constant {
            Constant::Truth(_) => ValueKind::Truth,
            Constant::Days(_) => ValueKind::Days,
            Constant::Number(_) => ValueKind::Number,
            Constant::Code(_) => ValueKind::Code,
            Constant::Text(_) => ValueKind::Text,
            Constant::Unknown(kind, _) => *kind,
        },
        Node::OwnKey(space) | Node::KeyOf(_, space) | Node::Compose(space, _) => {
            ValueKind::Key(*space)
        }
        Node::Not(_)
        | Node::And(_)
        | Node::Or(_)
        | Node::IsKnown(_)
        | Node::Compare(..)
        | Node::OneOf(..)
        | Node::Matches(..)
        | Node::ValidCitizenId(_)
        | Node::Pairs { .. } => ValueKind::Truth,
        Node::Length(_)
        | Node::NumberOf(_)
        | Node::Absolute(_)
        | Node::Rounded(..)
        | Node::Age(..)
        | Node::Month(_)
        | Node::Week(_)
        | Node::Quarter(_)
        | Node::Year(_) => ValueKind::Number,
        Node::Part { .. } | Node::Sex(_) => ValueKind::Text,
        Node::DigestOf(_) => ValueKind::Digest,
        Node::Shift { .. } | Node::BirthDate(_) | Node::LastBirthday(..) => ValueKind::Days,
        Node::Arithmetic(a, op, b) => match (of(*a), op, of(*b)) {
            (ValueKind::Days, ArithmeticOp::Minus, ValueKind::Days) => ValueKind::Number,
            (ValueKind::Days, _, _) | (_, _, ValueKind::Days) => ValueKind::Days,
            _ => ValueKind::Number,
        },
        Node::Extreme(a, _, _) | Node::OrElse(a, _) => of(*a),
        Node::Choose { then, .. } => of(*then),
        Node::Listed(_, list) => {
            (plan.lists.get(*list)).map_or(ValueKind::Number, |list| list.kind)
        }
        Node::Lookup(table, _) => {
            (plan.lookups.get(*table)).map_or(ValueKind::Number, |table| table.kind)
        }
        Node::Read { put, kind, .. } => {
            let put = &plan.puts[put.0];
            match kind {
                ReadKind::CountIs(..) => ValueKind::Truth,
                ReadKind::Gather { value, .. } => kind_of(plan, put.frame, *value),
                ReadKind::Least | ReadKind::Largest | ReadKind::MostCommon => match put.kind {
                    PutKind::Values { value, .. } => kind_of(plan, put.frame, value),
                    _ => ValueKind::Number,
                },
                _ => ValueKind::Number,
            }
        }
    }
}

/// The words that a code stands for, where the node takes them from a column or another frame.
pub(crate) fn words_of(plan: &Plan, frame: FrameId, id: NodeId) -> &[Vec<String>] {
    match &plan.frames[frame.0].nodes[id.0] {
        Node::Column(_, Want::Code { words, .. }) => words,
        Node::OrElse(a, b) => match words_of(plan, frame, *a) {
            [] => words_of(plan, frame, *b),
            words => words,
        },
        Node::Read {
            put,
            kind: ReadKind::Gather { value, .. },
            ..
        } => words_of(plan, plan.puts[put.0].frame, *value),
        _ => &[],
    }
}
