//! All tests.

mod data;
mod eval;
