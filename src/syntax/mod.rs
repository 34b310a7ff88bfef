//! Text → tree: exactly what was written, in either vocabulary, every node with its place.

pub mod ast;
