//! Source documents: their clause trees, locks, citations, coverage and impact.

mod commands;
mod days;
mod files;
pub(crate) mod seeds;
mod tables;
mod through;
mod trees;
mod wrong_files;
