//! A long text, divided where declarations begin, so that several threads can read it.

use super::spelling::is_chinese;
use std::ops::Range;

/// The bytes of a piece of a text that one thread takes at once.
const PIECE: usize = 8 << 10;

/// Stretches of a text, each but the first beginning with a declaration, so that they can be cut side by side.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::with_capacity(text.len() / PIECE + 1);
    let mut start = 0;
    while let Some(rest) = text.as_bytes().get(start + PIECE..) {
        let breaks = rest.iter().enumerate().filter(|(_, b)| **b == b'\n');
        // What begins with a letter in column one is a declaration.
        let begins = breaks.map(|(at, _)| start + PIECE + at + 1).find(|at| {
            let first = text.get(*at..).and_then(|line| line.chars().next());
            first.is_some_and(|c| c.is_ascii_alphabetic() || is_chinese(c))
        });
        let Some(end) = begins else { break };
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..text.len());
    pieces
}
