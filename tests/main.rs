//! All tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may stop where it fails"
)]

mod architecture;
mod data;
mod readme;
mod reports;
mod dev;
mod bad;
mod syntax;
