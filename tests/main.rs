//! All tests.

mod data;
mod reports;
