//! Source documents: their clause trees, locks, citations, coverage and impact.

mod commands;
mod files;
mod seeds;
mod trees;
