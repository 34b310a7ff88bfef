//! Numbers as official documents write them: 十二, 12, ⑫, (xii), (l).

/// The number in Chinese digits, 1 to 999; `None` for anything else.
pub(super) fn chinese(text: &str) -> Option<u32> {
    let (mut total, mut digit, mut seen) = (0_u32, 0_u32, false);
    for character in text.chars() {
        seen = true;
        match character {
            '百' | '佰' => {
                total += digit.max(1) * 100;
                digit = 0;
            }
            '十' | '拾' => {
                total += digit.max(1) * 10;
                digit = 0;
            }
            '零' | '〇' => digit = 0,
            _ if digit > 0 => return None,
            _ => digit = chinese_digit(character)?,
        }
    }
    let total = total + digit;
    (seen && (1..1000).contains(&total)).then_some(total)
}

fn chinese_digit(character: char) -> Option<u32> {
    let at = "一二三四五六七八九"
        .chars()
        .position(|digit| digit == character);
    match (at, character) {
        (Some(at), _) => u32::try_from(at + 1).ok(),
        (None, '两') => Some(2),
        _ => None,
    }
}

/// Whether a character can stand in a Chinese number.
pub(super) fn is_chinese(character: char) -> bool {
    chinese_digit(character).is_some() || "十百零〇".contains(character)
}

/// A number in Chinese digits, as headings write it: 1 to 999.
pub(super) fn to_chinese(number: u32) -> String {
    let digit = |at: u32| {
        "零一二三四五六七八九"
            .chars()
            .nth(at as usize)
            .unwrap_or('零')
    };
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text.push(digit(hundreds));
        text.push('百');
    }
    if tens > 1 || (tens == 1 && hundreds > 0) {
        text.push(digit(tens));
    }
    if tens > 0 {
        text.push('十');
    } else if hundreds > 0 && ones > 0 {
        text.push('零');
    }
    if ones > 0 {
        text.push(digit(ones));
    }
    text
}

/// The number of ① to ⑳.
pub(super) fn circled(character: char) -> Option<u32> {
    let at = u32::from(character).checked_sub(u32::from('①'))?;
    (at < 20).then_some(at + 1)
}

/// ① to ⑳; beyond that the number in double brackets.
pub(super) fn to_circled(number: u32) -> String {
    match char::from_u32(u32::from('①') + number.wrapping_sub(1)) {
        Some(character) if (1..=20).contains(&number) => character.to_string(),
        _ => format!("(({number}))"),
    }
}

/// The number of a Roman numeral in small letters, 1 to 39.
pub(super) fn roman(text: &str) -> Option<u32> {
    (1..40).find(|number| to_roman(*number) == text)
}

/// A Roman numeral in small letters, 1 to 39.
pub(super) fn to_roman(number: u32) -> String {
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    format!(
        "{}{}",
        "x".repeat((number / 10) as usize),
        ones[(number % 10) as usize]
    )
}

/// The number of a small letter: a is 1.
pub(super) fn letter(text: &str) -> Option<u32> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first @ 'a'..='z'), None) => Some(u32::from(first) - u32::from('a') + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{chinese, to_chinese};

    #[test]
    fn chinese_numbers_there_and_back() {
        for number in 1..1000 {
            assert_eq!(chinese(&to_chinese(number)), Some(number));
        }
        assert_eq!(to_chinese(12), "十二");
        assert_eq!(to_chinese(103), "一百零三");
        assert_eq!(chinese("一二"), None);
        assert_eq!(chinese(""), None);
    }
}
