//! How tightly operators bind, from the loosest to the tightest.

use super::parser::Rule;
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::sync::OnceLock;

/// The table: or, and, not, comparison, or else, `+ -`, `* /`, `-` of one operand.
pub(super) fn table() -> &'static PrattParser<Rule> {
    static TABLE: OnceLock<PrattParser<Rule>> = OnceLock::new();
    TABLE.get_or_init(|| {
        PrattParser::new()
            .op(Op::infix(Rule::or, Assoc::Left))
            .op(Op::infix(Rule::and, Assoc::Left))
            .op(Op::prefix(Rule::not))
            .op(Op::postfix(Rule::tail))
            .op(Op::infix(Rule::or_else, Assoc::Left))
            .op(Op::infix(Rule::sum, Assoc::Left))
            .op(Op::infix(Rule::product, Assoc::Left))
            .op(Op::prefix(Rule::negative))
    })
}
