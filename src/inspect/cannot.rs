//! Why a value cannot be worked out although everything that it is made from is known, in words.

use super::Inspection;
use crate::eval::{Explained, Known};
use crate::plan::{FrameId, Node, NodeId, ReadKind, ValueKind};
use crate::types::{Number, Reason};

/// What is said instead of the usual words of a reason.
pub(super) struct Cannot {
    pub(super) words: &'static str,
    /// The node whose cell is to be looked at; `None`: no cell is to blame.
    pub(super) at: Option<NodeId>,
}

impl Inspection<'_> {
    /// What is special about a node that is unknown for a reason of its own; `None` where the usual words say it.
    pub(super) fn cannot(
        &self,
        (frame, leaf): (FrameId, NodeId),
        reason: Reason,
        (explained, row): (&Explained, usize),
    ) -> Option<Cannot> {
        let say = |en, zh, at| {
            let words = self.language().pick(en, zh);
            Some(Cannot { words, at })
        };
        let zero = Known::Number(Number::ZERO, Number::ZERO);
        match (reason, &self.lowered.plan.frames[frame.0].nodes[leaf.0]) {
            (Reason::Ambiguous, Node::Read { kind, .. }) if *kind == ReadKind::MostCommon => say(
                "several values are equally common",
                "有几个值出现得同样多",
                None,
            ),
            (Reason::OutsideCalendar, Node::Listed(_, list))
                if (self.lowered.plan.lists.get(*list))
                    .is_some_and(|list| list.kind == ValueKind::Days) =>
            {
                say(
                    "so many working days lead beyond the days that the calendar covers",
                    "按工作日推算，超出了校历所涵盖的日期",
                    None,
                )
            }
            (Reason::NotComputable, node)
                if node.divisor().and_then(|by| explained.value(by, row)) == Some(zero) =>
            {
                say("it would be divided by 0", "除数为 0", node.divisor())
            }
            (Reason::NotComputable, node) => match node {
                Node::Arithmetic(..) | Node::Rounded(..) | Node::Absolute(_) => say(
                    "the result is too large, too small or has too many digits",
                    "计算结果过大、过小或位数过多",
                    None,
                ),
                Node::LastBirthday(..) | Node::Age(..) => say(
                    "the day lies before the day of birth",
                    "该日早于出生日",
                    None,
                ),
                Node::Shift { .. } => say(
                    "the day lies outside the years 1 to 9999",
                    "推算出的日期超出公元 1 年至 9999 年",
                    None,
                ),
                Node::Read {
                    kind: ReadKind::Share | ReadKind::ShareOfSome,
                    ..
                } => say(
                    "there are no rows to take a share of",
                    "没有可计算比例的记录",
                    None,
                ),
                Node::Read {
                    kind: ReadKind::StandardDeviation,
                    ..
                } => say(
                    "there are fewer than two values to compare",
                    "不足两个值，无法计算标准差",
                    None,
                ),
                _ => None,
            },
            _ => None,
        }
    }
}
