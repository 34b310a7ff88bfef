//! Texts in the order in which people list them: `2` before `10`, `Class 9` before `Class 12`.

use std::cmp::Ordering;

/// A text that is ordered as people list texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Natural(pub String);

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(&self.0, &other.0)
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two texts piece by piece: runs of digits by their number, everything else as written. Texts that differ in zeros in front alone
/// are told apart as written.
#[must_use]
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    while !left.is_empty() && !right.is_empty() {
        let (a, b) = (digits(left), digits(right));
        let (order, lengths) = match (a.is_empty(), b.is_empty()) {
            (false, false) => (by_number(a, b), (a.len(), b.len())),
            _ => {
                let (a, b) = (words(left), words(right));
                (a.cmp(b), (a.len(), b.len()))
            }
        };
        if order.is_ne() {
            return order;
        }
        left = left.get(lengths.0..).unwrap_or_default();
        right = right.get(lengths.1..).unwrap_or_default();
    }
    left.len().cmp(&right.len()).then_with(|| one.cmp(other))
}

/// The digits at the start of a text.
fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// What stands before the first digit of a text; at least one character of a text that begins with one.
fn words(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end.max(1)).unwrap_or_default()
}

fn by_number(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::Natural;

    #[test]
    fn numbers_within_texts_count_as_numbers() {
        let order = [
            "", "0001", "1", "2", "10", "10班", "A2", "A10", "一班2", "一班10", "二班1",
        ];
        let mut texts: Vec<Natural> = order
            .iter()
            .rev()
            .map(|t| Natural((*t).to_owned()))
            .collect();
        texts.sort();
        let sorted: Vec<&str> = texts.iter().map(|text| text.0.as_str()).collect();
        assert_eq!(sorted, order);
    }
}
