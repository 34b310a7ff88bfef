#![doc = include_str!("ARCHITECTURE.md")]

pub mod audit;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod eval;
pub mod explain;
pub mod findings;
pub mod format;
pub mod inspect;
pub mod model;
pub mod plan;
pub mod report;
pub mod source;
pub mod syntax;
pub mod types;
