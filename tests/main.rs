//! All tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may stop where it fails"
)]

mod architecture;
mod bad;
mod data;
mod dev;
mod laws;
mod meaning;
mod readme;
mod reports;
mod shipped;
mod support;
mod syntax;
