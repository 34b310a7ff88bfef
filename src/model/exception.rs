//! Exceptions, and whom they excuse.

use super::{Citation, ExprId, Named};
use crate::source::Span;
use crate::types::Bilingual;

/// What excuses a subject.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Its names.
    pub names: Named,
    /// Its title.
    pub title: Bilingual,
    /// What it follows.
    pub cites: Vec<Citation>,
    /// The dataset whose rows prove it; `None` where it is unknown (reported).
    pub dataset: Option<usize>,
    /// Which of its rows claim the exception, in their scope; `None`: all.
    pub claimed: Option<ExprId>,
    /// The day on which such a row has to be in force, where the exception or its dataset asks for that.
    pub valid: Validity,
    /// The value that has to be given as proof, in the scope of such a row.
    pub proof: Option<ExprId>,
    /// Where it is declared.
    pub span: Span,
}

/// When a row that proves an exception has to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Validity {
    /// Nothing is asked.
    #[default]
    Any,
    /// On a day that the exception names.
    On(ExprId),
    /// On the day of the inspection; of deliveries on the last day of each: its dataset declares how long rows are in force.
    Declared,
}

impl Exception {
    /// What readers of a language call it.
    #[must_use]
    pub fn show(&self, language: crate::types::Language) -> &str {
        if self.title.is_empty() {
            self.names.show(language)
        } else {
            self.title.get(language)
        }
    }
}

/// An exception of an item.
#[derive(Debug, Clone)]
pub struct Excuse {
    /// The exception.
    pub exception: usize,
    /// Whom it excuses.
    pub test: ExcuseTest,
    /// The numbers of the parts that it excuses from, as in the plan's blocks; `None`: all.
    pub parts: Option<Vec<usize>>,
}

/// Whom an exception excuses.
#[derive(Debug, Clone)]
pub enum ExcuseTest {
    /// Subjects that are rows: conditions in their scope.
    Subject {
        /// A row claims the exception for it.
        claimed: ExprId,
        /// One that is still valid.
        in_force: ExprId,
        /// One whose proof is given too.
        proved: ExprId,
    },
    /// Keys of a match, groups of column values, combinations: rows of a dataset under a key, and conditions in the scope of such a row.
    Key {
        /// For each part of the key the number of the part of the subject's key that it stands for; all of them but for combinations.
        of: Vec<usize>,
        /// The dataset.
        dataset: usize,
        /// The key of its rows.
        key: Vec<ExprId>,
        /// Which rows claim the exception.
        claimed: Option<ExprId>,
        /// Which of them are still valid.
        in_force: Option<ExprId>,
        /// Which of them are proved too.
        proved: Option<ExprId>,
    },
    /// Rows that were left out of the groups of a rate.
    LeftOut {
        /// How many, in the scope of the whole.
        count: ExprId,
        /// Which of them, in the scope of a row.
        proved: ExprId,
    },
}

impl ExcuseTest {
    /// The expressions that it rests on.
    #[must_use]
    pub fn parts(&self) -> Vec<ExprId> {
        match self {
            Self::Subject {
                claimed,
                in_force,
                proved,
            } => vec![*claimed, *in_force, *proved],
            Self::Key {
                key,
                claimed,
                in_force,
                proved,
                ..
            } => {
                let filters = [claimed, in_force, proved].into_iter().copied().flatten();
                key.iter().copied().chain(filters).collect()
            }
            Self::LeftOut { count, .. } => vec![*count],
        }
    }
}
