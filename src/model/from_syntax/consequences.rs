//! What only follows from something that could not be read is not told: a missing file, a broken line of a declaration.
//!
//! The cause was reported. Mistakes that may be mistakes without it stay.

use super::Builder;
use super::files::Tree;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::Declaration;
use std::collections::BTreeMap;

/// Mistakes that say that a declaration lacks something.
const LACKING: [Code; 17] = [
    Code::WhichRows,
    Code::WhichKey,
    Code::NoSingleKey,
    Code::NoWayToGroup,
    Code::NoOrder,
    Code::MissingOrder,
    Code::WhichCalendar,
    Code::DeliveryRoles,
    Code::TrendMeasure,
    Code::WhichPeriod,
    Code::NoGroups,
    Code::AskedWithoutKey,
    Code::NoKind,
    Code::NoValidity,
    Code::NotInValueSet,
    Code::NamedNeedsAColumn,
    // Years of a derived age are compared with a value of no known type.
    Code::MonthsNeedADay,
];

/// What a file does not know.
#[derive(Debug, Clone, Copy, Default)]
struct Gaps {
    /// A declaration in sight has a line that could not be read.
    lines: bool,
    /// A file that it uses is not there.
    files: bool,
}

impl Builder<'_> {
    /// Drops the mistakes that may be consequences of what could not be read.
    pub(super) fn silence_consequences(&mut self) {
        let trees = std::rc::Rc::clone(&self.trees);
        let mut gaps = BTreeMap::new();
        for (tree, space) in trees.iter().zip(&self.spaces) {
            let seen = || {
                let all = trees.iter();
                all.filter(|other| other.file == tree.file || space.files.contains(&other.file))
            };
            let own = Gaps {
                lines: seen().any(|tree| tree.lacks_a_file || has_broken_declaration(tree)),
                files: seen().any(|tree| tree.lacks_a_file),
            };
            gaps.insert(tree.file, own);
        }
        let follows = |diagnostic: &Diagnostic| {
            let file = diagnostic.labels.first().map(|label| label.span.file);
            let gaps = file.and_then(|file| gaps.get(&file)).copied();
            let gaps = gaps.unwrap_or_default();
            gaps.lines && LACKING.contains(&diagnostic.code)
                || gaps.files && diagnostic.code == Code::UnknownName
        };
        let found = std::mem::take(self.diagnostics).into_sorted();
        for diagnostic in found {
            if !follows(&diagnostic) {
                self.diagnostics.add(diagnostic);
            }
        }
    }
}

/// Whether a line that could not be read belongs to something that others name.
fn has_broken_declaration(tree: &Tree) -> bool {
    let judging: Vec<_> = tree
        .ast
        .declarations
        .iter()
        .filter_map(|declaration| match declaration {
            Declaration::Item(item) => Some(item.span),
            Declaration::Test(test) => Some(test.span),
            _ => None,
        })
        .collect();
    tree.ast.broken.iter().any(|name| {
        !judging
            .iter()
            .any(|span| (span.start..=span.end).contains(&name.span.start))
    })
}
