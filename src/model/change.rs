//! What a checklist changes in those that it adopts.

use crate::source::Span;
use crate::types::{Bilingual, Value};

/// A change of something adopted.
#[derive(Debug, Clone)]
pub struct Change {
    /// What is changed.
    pub what: Changed,
    /// Its value before, where it had one; nothing for tables.
    pub before: Option<Value>,
    /// Its value now.
    pub after: Option<Value>,
    /// Whether it became less strict.
    pub loosened: bool,
    /// Why.
    pub because: Option<Bilingual>,
    /// Where it is changed.
    pub span: Span,
}

/// What is changed, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// A setting.
    Setting(usize),
    /// A decision table.
    Table(usize),
}
