//! Items that people answer: their subjects are found by a block, what the answers say of them is settled afterwards.

use super::{ItemNodes, Lowering, Rep};
use crate::model::{Amount, Check, Person};
use crate::plan::{Block, BlockPart, Cause, PERSON};

impl Lowering<'_> {
    /// Adds the part that a person answers, and what makes the strata of a sample.
    pub(super) fn person(
        &mut self,
        check: &Check,
        person: &Person,
        blocks: &mut [Block],
        nodes: &mut ItemNodes,
    ) {
        let sample = person.sample.as_ref();
        for amount in person.valid_for.iter().chain(sample.map(|s| &s.size)) {
            if let Amount::Setting(setting) = *amount
                && (self.context.settings.get(setting)).is_none_or(Option::is_none)
            {
                self.cause(Cause::Setting(setting));
            }
        }
        if let (Some(sample), Check::Rows(rows)) = (sample, check) {
            let stack = [self.dataset_scope(rows.dataset)];
            for &stratum in &sample.strata {
                let is_text = self.model.expr(stratum).ty.is_textual();
                let rep = if is_text {
                    Rep::Text
                } else {
                    self.natural(stratum)
                };
                nodes.strata.push(self.expr(&stack, stratum, rep));
            }
        }
        let Some(block) = blocks.first_mut() else {
            return;
        };
        let frame = block.frame;
        let never = crate::plan::Node::Constant(crate::plan::Constant::Truth(false));
        let must = self.lowered.plan.node(frame, never);
        if !person.hybrid {
            block.parts.clear();
        }
        block.parts.push(BlockPart::of(PERSON, must));
    }
}
