//! English words of whole numbers, as documents and checklists write them.

/// The words from zero to nineteen.
const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The words of whole tens from twenty on.
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// The number of one word in lower case, from zero to nineteen or a whole ten below a hundred.
#[must_use]
pub fn english_cardinal(word: &str) -> Option<usize> {
    let ones = ONES.iter().position(|known| *known == word);
    ones.or_else(|| {
        let tens = TENS.iter().position(|known| *known == word)?;
        Some((tens + 2) * 10)
    })
}
