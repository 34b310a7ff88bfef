//! Duban: a language for inspection checklists, and the engine that runs them.

pub mod source;
pub mod types;
pub mod diagnostic;
pub mod syntax;

