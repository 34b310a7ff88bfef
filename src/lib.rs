//! Duban: a language for inspection checklists, and the engine that runs them.

pub mod diagnostic;
pub mod source;
pub mod syntax;
pub mod types;
