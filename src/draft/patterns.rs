//! Patterns of the general language of policies, compiled once.

use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A pattern that is compiled when it is first used.
pub(super) type Pattern = LazyLock<Regex>;

/// Compiles a pattern that stands in the source.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and every one of them is compiled by the tests of this room"
)]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of the source compiles")
}

/// The text of a named group, if it took part and is not empty.
pub(super) fn group<'t>(found: &Captures<'t>, name: &str) -> Option<&'t str> {
    found
        .name(name)
        .map(|group| group.as_str())
        .filter(|text| !text.is_empty())
}
