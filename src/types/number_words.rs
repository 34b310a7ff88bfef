//! Numbers in words, as documents and checklists write them: three, 十五, 百分之九十八.

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

/// The number of a word in digits, with its percent sign: `十五` is `15`; `None` for anything else.
#[must_use]
pub fn in_digits(word: &str) -> Option<String> {
    if let Some(share) = word.strip_prefix("百分之") {
        return Some(format!("{}%", chinese(share)?));
    }
    if let Some(number) = chinese(word) {
        return Some(number.to_string());
    }
    let number = english_cardinal(&word.to_lowercase()).filter(|number| *number > 0)?;
    Some(number.to_string())
}

/// A number in Chinese words below 100 000 000.
fn chinese(text: &str) -> Option<u64> {
    let (mut total, mut below, mut digit) = (0_u64, 0_u64, None);
    for character in text.chars() {
        let unit = match character {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => {
                total += (below + digit.take().unwrap_or(0)) * 10_000;
                below = 0;
                continue;
            }
            _ => 0,
        };
        if unit > 0 {
            below += digit.take().unwrap_or(1) * unit;
            continue;
        }
        let value = match character {
            '两' => 2,
            _ => "零一二三四五六七八九"
                .chars()
                .position(|c| c == character)?,
        };
        if digit.is_some_and(|digit| digit > 0) {
            return None;
        }
        digit = Some(u64::try_from(value).ok()?);
    }
    (!text.is_empty()).then_some(total + below + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::in_digits;

    #[test]
    fn words_become_digits() {
        let told = [
            "十五",
            "两",
            "二十",
            "一百零五",
            "百分之九十八",
            "Three",
            "统一",
            "一二",
            "",
        ];
        let digits = told.map(|word| in_digits(word).unwrap_or_default());
        assert_eq!(digits, ["15", "2", "20", "105", "98%", "3", "", "", ""]);
    }
}
