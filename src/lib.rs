//! Duban: a language for inspection checklists, and the engine that runs them.

pub mod audit;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod findings;
pub mod model;
pub mod plan;
pub mod report;
pub mod source;
pub mod syntax;
pub mod types;
