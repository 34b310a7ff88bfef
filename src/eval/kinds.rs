//! What the values of nodes are, found from the plan alone.

use crate::plan::{
    Axis, AxisValue, Constant, FrameId, FrameRows, Node, NodeId, Plan, PutKind, ReadKind,
    ValueKind, Want,
};
use crate::syntax::ast::ArithmeticOp;

/// The kind of a node's values.
pub(crate) fn kind_of(plan: &Plan, frame: FrameId, id: NodeId) -> ValueKind {
    let of = |id: NodeId| kind_of(plan, frame, id);
    let node = &plan.frames[frame.0].nodes[id.0];
    match axis_of(plan, frame, node) {
        Some((axis, value)) => kind_of_axis(plan, axis, value),
        None => kind_of_node(plan, node, &of),
    }
}

/// The axis that a node of a derived frame takes its value from.
pub(crate) fn axis_of<'p>(
    plan: &'p Plan,
    frame: FrameId,
    node: &Node,
) -> Option<(&'p Axis, AxisValue)> {
    let (FrameRows::Derived(table), Node::Axis { axis, value }) = (plan.frames[frame.0].rows, node)
    else {
        return None;
    };
    Some((plan.derived.get(table.0)?.axes.get(*axis)?, *value))
}

/// The kind of a value of an axis.
pub(crate) fn kind_of_axis(plan: &Plan, axis: &Axis, value: AxisValue) -> ValueKind {
    match (axis, value) {
        (Axis::Keys(put), AxisValue::Of(value)) => kind_of(plan, plan.puts[put.0].frame, value),
        (Axis::List(list), AxisValue::Listed(at)) => (list.first())
            .and_then(|tuple| tuple.get(at))
            .map_or(ValueKind::Number, of_constant),
        _ => ValueKind::Number,
    }
}

fn of_constant(constant: &Constant) -> ValueKind {
    match constant {
        Constant::Truth(_) => ValueKind::Truth,
        Constant::Days(_) => ValueKind::Days,
        Constant::Number(_) => ValueKind::Number,
        Constant::Code(_) => ValueKind::Code,
        Constant::Text(_) => ValueKind::Text,
        Constant::Unknown(kind, _) => *kind,
    }
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
        Node::Constant(constant) => of_constant(constant),
        Node::Beside {
            value: Some(value), ..
        } => of(*value),
        Node::RunOf(_) | Node::Axis { .. } => ValueKind::Number,
        Node::OwnKey(space) | Node::KeyOf(_, space) | Node::Compose(space, _) => {
            ValueKind::Key(*space)
        }
        Node::Not(_)
        | Node::And(_)
        | Node::Or(_)
        | Node::AtLeast(..)
        | Node::IsKnown(_)
        | Node::Compare(..)
        | Node::OneOf(..)
        | Node::Matches(..)
        | Node::ValidCitizenId(_)
        | Node::Beside { value: None, .. }
        | Node::Ungrouped { .. }
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
    let node = &plan.frames[frame.0].nodes[id.0];
    if let Some((Axis::Keys(put), AxisValue::Of(value))) = axis_of(plan, frame, node) {
        return words_of(plan, plan.puts[put.0].frame, value);
    }
    match node {
        Node::Column(_, Want::Code { words, .. }) => words,
        Node::Beside {
            value: Some(value), ..
        } => words_of(plan, frame, *value),
        Node::OrElse(a, b)
        | Node::Choose {
            then: a,
            otherwise: b,
            ..
        } => match words_of(plan, frame, *a) {
            [] => words_of(plan, frame, *b),
            words => words,
        },
        Node::Lookup(table, _) => (plan.lookups.get(*table)).map_or(&[], |table| &table.words),
        Node::Read {
            put,
            kind: ReadKind::Gather { value, .. },
            ..
        } => words_of(plan, plan.puts[put.0].frame, *value),
        Node::Read {
            put,
            kind: ReadKind::Least | ReadKind::Largest | ReadKind::MostCommon,
            ..
        } => match plan.puts[put.0].kind {
            PutKind::Values { value, .. } => words_of(plan, plan.puts[put.0].frame, value),
            _ => &[],
        },
        _ => &[],
    }
}
