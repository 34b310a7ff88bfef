//! All tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may stop where it fails"
)]

mod data;
mod reports;
mod bad;
mod syntax;
