//! All tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may stop where it fails"
)]

mod bad;
mod model;
mod syntax;
