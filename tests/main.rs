//! All tests.

mod reports;
mod data;
