//! Numbering inside a paragraph: 一是 … 二是 …, 1. … 2. …, （1） … （2） …, ① … ②.
//!
//! Only a list that begins with its first number and goes on to a second counts: a number alone in a sentence is no list.

use super::markers::{Marker, Style, leading};

/// A piece of a paragraph that has a number of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its number.
    pub(super) marker: Marker,
    /// Its words, up to the next number of the list.
    pub(super) text: String,
}

const STYLES: [Style; 5] = [
    Style::Firstly,
    Style::Number,
    Style::NumberBracketed,
    Style::Bracketed,
    Style::Circled,
];

/// The words before the first list of a paragraph, and the members of that list. Lists inside members are found by asking again.
pub(super) fn split(text: &str) -> (&str, Vec<Piece>) {
    let lists = STYLES.iter().filter_map(|style| {
        let places = list(text, *style, 1);
        (places.len() > 1).then_some(places)
    });
    match lists.min_by_key(|places| places[0]) {
        Some(places) => pieces(text, &places),
        None => (text, Vec::new()),
    }
}

/// The words of a clause that begins its paragraph with this number, and its neighbours that follow in the same paragraph: `三是 … 四是 …`.
pub(super) fn neighbours<'t>(text: &'t str, marker: &Marker) -> (&'t str, Vec<Piece>) {
    if marker.style == Style::Bracketed || !STYLES.contains(&marker.style) {
        return (text, Vec::new());
    }
    pieces(text, &list(text, marker.style, marker.ordinal + 1))
}

/// The text before the first of these places, and a piece from each of them to the next.
fn pieces<'t>(text: &'t str, places: &[usize]) -> (&'t str, Vec<Piece>) {
    let mut pieces = Vec::new();
    for (index, at) in places.iter().enumerate() {
        let end = places.get(index + 1).copied().unwrap_or(text.len());
        if let Some((mut markers, rest)) = leading(&text[*at..end], None)
            && let Some(marker) = markers.pop()
        {
            pieces.push(Piece {
                marker,
                text: rest.trim_end().to_owned(),
            });
        }
    }
    (
        &text[..places.first().copied().unwrap_or(text.len())],
        pieces,
    )
}

/// The places of the numbers of a style in order, beginning with `next`.
fn list(text: &str, style: Style, mut next: u32) -> Vec<usize> {
    let mut places = Vec::new();
    let mut boundary = true;
    for (at, character) in text.char_indices() {
        if boundary && ordinal_at(&text[at..], style) == Some(next) {
            places.push(at);
            next += 1;
        }
        boundary = character.is_whitespace() || "：:。；;，,！？>”」".contains(character);
    }
    places
}

fn ordinal_at(text: &str, style: Style) -> Option<u32> {
    let first = text.chars().next()?;
    let may_begin = match style {
        Style::Number => first.is_ascii_digit() || ('０'..='９').contains(&first),
        Style::NumberBracketed | Style::Bracketed => first == '（' || first == '(',
        Style::Circled => ('①'..='⑳').contains(&first),
        _ => super::numerals::is_chinese(first),
    };
    if !may_begin {
        return None;
    }
    match leading(text, None)?.0.as_slice() {
        [marker] if marker.style == style => Some(marker.ordinal),
        _ => None,
    }
}
