//! Ages as Chinese says them.

use super::Printer;
use super::expressions::Test;
use crate::syntax::ast::{CompareOp, Expr, ExprKind, Function};
use crate::types::Language;

impl Printer<'_> {
    /// 满 6 周岁: how Chinese says that an age is at least, or less than, so many years.
    pub(super) fn full_age<'e>(
        &self,
        age: &'e Expr,
        op: CompareOp,
        wording: &str,
        years: &'e Expr,
    ) -> Option<(&'e Expr, Test<'e>)> {
        let ExprKind::Function(Function::Age, operands) = &age.kind else {
            return None;
        };
        let [birth, day] = operands.as_slice() else {
            return None;
        };
        let whole = matches!(years.kind, ExprKind::Number(_, None));
        let usual = self.to == Language::Zh && matches!(wording, "不低于" | "小于");
        if !usual
            || !whole
            || self.written.in_brackets(age.span)
            || self.written.in_brackets(years.span)
        {
            return None;
        }
        let day = (!matches!(day.kind, ExprKind::AsOf)).then_some(day);
        Some((birth, Test::FullAge(op, day, years)))
    }
}
