//! The names of a column and the headers left over in, the header that may be meant out; never sure enough to be taken.

use crate::diagnostic::wording::near;

/// The header that comes nearest to one of the names of a column: hardly a letter apart, one in the other, or much in common.
pub(in crate::audit) fn similar<'h>(names: &[String], headers: &[&'h str]) -> Option<&'h str> {
    names
        .iter()
        .find_map(|name| near(name, headers.iter().copied()))
        .or_else(|| holding(names, headers))
        .or_else(|| sharing(names, headers))
}

/// The only header that has a name in it, or stands in one.
fn holding<'h>(names: &[String], headers: &[&'h str]) -> Option<&'h str> {
    let long = |text: &str| text.chars().count() >= 2;
    let is_alike = |header: &&&str| {
        names.iter().any(|name| {
            long(name) && header.contains(name.as_str()) || long(header) && name.contains(**header)
        })
    };
    let mut alike = headers.iter().filter(is_alike);
    let first = alike.next()?;
    alike.next().is_none().then_some(*first)
}

/// The header that shares the most characters with a Chinese name, at least half of the longer one's.
fn sharing<'h>(names: &[String], headers: &[&'h str]) -> Option<&'h str> {
    let shared = |name: &str, header: &str| {
        let of = |text: &str| text.chars().filter(|c| !c.is_ascii()).collect::<Vec<_>>();
        let (name, mut left) = (of(name), of(header));
        let longer = name.len().max(left.len());
        let all = left.len();
        for c in name {
            if let Some(at) = left.iter().position(|other| *other == c) {
                left.remove(at);
            }
        }
        let shared = all - left.len();
        (shared >= 2 && shared * 2 >= longer).then_some(shared)
    };
    let best = |header: &str| names.iter().filter_map(|name| shared(name, header)).max();
    let counted = headers
        .iter()
        .filter_map(|header| Some((best(header)?, *header)));
    // The first of those that share as many.
    counted
        .rev()
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, header)| header)
}
