//! All tests.

mod reports;
