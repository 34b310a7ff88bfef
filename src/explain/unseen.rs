//! What groups made of the values of columns do not show: a class without any row is no group.

use super::kind;
use super::names::Words;
use crate::model::{ExprId, ExprKind, GroupsCheck, Model};
use crate::syntax::ast::CompareOp;
use crate::types::Language;

/// Whether a condition asks that there be something, so that nothing at all would not do.
fn asks_for_some(model: &Model, id: ExprId, denied: bool) -> bool {
    match kind(model, id) {
        ExprKind::Not(inner) => asks_for_some(model, *inner, !denied),
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter().any(|part| asks_for_some(model, *part, denied))
        }
        ExprKind::Compare(a, op, _) => {
            let op = if denied { op.opposite() } else { *op };
            matches!(kind(model, *a), ExprKind::Aggregate(_))
                && matches!(op, CompareOp::AtLeast | CompareOp::More | CompareOp::Equal)
        }
        _ => false,
    }
}

impl Words<'_> {
    /// The same behind the sentence that tells the groups; empty where nothing is unseen.
    pub(super) fn unseen_in_short(&self, check: &GroupsCheck) -> &'static str {
        if !self.leaves_unseen(check) {
            return "";
        }
        self.language.pick(
            "; one without rows is not seen (“every … must have …” over a list of them sees it)",
            "；没有记录的组不在其中（另有名单时写“每个 … 应有 …”可查到）",
        )
    }

    /// Whether a group without rows, which nobody sees, would not do.
    fn leaves_unseen(&self, check: &GroupsCheck) -> bool {
        !self.model.trends.contains_key(&check.must.must)
            && asks_for_some(self.model, check.must.must, false)
    }

    /// That a group without rows is not seen, and by which form it would be.
    pub(super) fn unseen(&self, check: &GroupsCheck) -> Option<String> {
        if !self.leaves_unseen(check) {
            return None;
        }
        let (names, of) = (self.parts_of_key(&check.names), self.groups_of(check));
        Some(match self.language {
            Language::En => format!(
                "groups are made of the rows there are: {names} without {} is not seen; to see it, list them all in a dataset and write “every … must have …”",
                of.join(" or ")
            ),
            Language::Zh => format!(
                "各组由现有记录得出：没有{}的{names}不在其中；要查到它，另设列出全部{names}的数据集，写“每个 … 应有 …”",
                of.join("或")
            ),
        })
    }
}
