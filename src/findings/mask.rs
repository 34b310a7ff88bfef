//! Masking of names and numbers of people.
//!
//! Takes a text and its type; what comes out has as many characters and tells an inspector who has the file which row is meant,
//! and nobody else whose it is.

use crate::types::Type;
use crate::types::nobody::{NOBODY, PLACEHOLDERS};
use std::borrow::Cow;

/// Whether values of people are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masking {
    /// Show them as they are.
    pub reveal: bool,
}

impl Masking {
    /// A text as it may be shown: names of people to the first character, citizen numbers and telephone numbers to the last two;
    /// a citizen number inside another text (many pupil numbers are one with a letter before it) likewise, in a column of any type: where
    /// the cells of a row have moved by one, numbers and names stand under dates and amounts.
    #[must_use]
    pub fn mask<'t>(self, kind: &Type, text: &'t str) -> Cow<'t, str> {
        if self.reveal {
            return Cow::Borrowed(text);
        }
        // It names nobody, in whatever column.
        if names_nobody(text) {
            return Cow::Borrowed(text);
        }
        match kind {
            Type::PersonName => keep_first(text),
            Type::CitizenId | Type::Phone => keep_last_two(text),
            Type::Text | Type::Unknown => mask_inside(text, true),
            Type::Date => mask_words(mask_inside(text, true)),
            // An amount may have as many digits as a telephone number, and no count of children has.
            Type::Integer => mask_words(mask_inside(text, true)),
            kind if kind.is_numeric() => mask_words(mask_inside(text, false)),
            // A number of a pupil may look like that of a telephone; a word of a value set never does.
            Type::Id => mask_inside(text, false),
            _ => mask_inside(text, true),
        }
    }

    /// A text that refers to a row of a table with people in it, as it may be shown: what stands there and looks like a name or a
    /// telephone number is masked as one.
    #[must_use]
    pub fn mask_reference<'t>(self, kind: &Type, text: &'t str) -> Cow<'t, str> {
        match kind {
            _ if self.reveal => Cow::Borrowed(text),
            Type::Text | Type::Id if looks_like_name(text) => keep_first(text),
            Type::Id => mask_inside(text, true),
            _ => self.mask(kind, text),
        }
    }
}

/// Whether a text is one of the words that people write where there is no name or number.
fn names_nobody(text: &str) -> bool {
    // None of them begins with a digit, and most texts that are masked do; hardly a text is as short as they are.
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) || text.len() > 20 {
        return false;
    }
    let text = text.trim();
    text == "没有" || NOBODY.contains(&text) || PLACEHOLDERS.contains(&text)
}

/// The usual family names of one character.
const FAMILY_NAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段富巫焦牧车侯班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹龙叶幸司黎薄印白蒲从鄂索赖卓屠蒙池乔闻党翟谭申冉尚庄晏柴瞿阎慕连习艾鱼容向古易廖终居步都耿满匡文寇广东欧利蔚越隆师巩聂晁勾敖融冷辛阚简饶曾沙关查游权盖桓公";

/// The usual family names of two characters.
const LONG_FAMILY_NAMES: [&str; 12] = [
    "欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "东方", "令狐", "慕容", "夏侯", "公孙",
];

/// What names of places and offices end in, and those of people hardly ever.
const ENDS_OF_PLACES: &str = "校学小中园镇乡县市区村局部组班级院所科处站厅省街道";

/// Whether a text may be the name of a person: two to four Chinese characters with a usual family name before, or with a dot inside.
#[must_use]
pub fn looks_like_name(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let length = text.chars().count();
    if text.chars().any(|c| matches!(c, '·' | '•')) {
        return length > 2 && text.chars().all(|c| is_han(c) || matches!(c, '·' | '•'));
    }
    let begins = |c: char| FAMILY_NAMES.contains(c);
    (2..=4).contains(&length)
        && text.chars().all(is_han)
        && !text
            .chars()
            .last()
            .is_some_and(|c| ENDS_OF_PLACES.contains(c))
        && (length < 4 && text.chars().next().is_some_and(begins)
            || LONG_FAMILY_NAMES.iter().any(|name| text.starts_with(name)))
}

/// Whether a text may be a person's: a name, or a number as long as those of people are.
#[must_use]
pub fn looks_private(text: &str) -> bool {
    let digits = text.chars().filter(|c| digit(*c).is_some()).count();
    digits > 5 || looks_like_name(text)
}

/// `王小明` becomes `王**`; blanks before it stay.
fn keep_first(text: &str) -> Cow<'_, str> {
    let shown = text
        .char_indices()
        .find(|(_, c)| !c.is_whitespace())
        .map_or(text.len(), |(at, c)| at + c.len_utf8());
    if shown == text.len() {
        return Cow::Borrowed(text);
    }
    let (shown, hidden) = text.split_at(shown);
    let mut masked = String::with_capacity(text.len());
    masked.push_str(shown);
    masked.extend(hidden.chars().map(|_| '*'));
    Cow::Owned(masked)
}

/// `13800001234` becomes `*********34`; of words nothing stays: `张小明` stands in the column of numbers, and is no less a name there.
fn keep_last_two(text: &str) -> Cow<'_, str> {
    let hidden = text.chars().count().saturating_sub(2);
    let mut before = None;
    let masked = |(at, c): (usize, char)| {
        let ends_number = matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ') && before.and_then(digit).is_some();
        before = Some(c);
        let is_word = c.is_alphabetic() && !ends_number;
        if at < hidden || is_word { '*' } else { c }
    };
    Cow::Owned(text.chars().enumerate().map(masked).collect())
}

/// What is counted and how days are written, behind a number.
const UNITS: &str = "年月日号时分秒点元角块万亿个名人次岁周天级班组份辆台公里斤克吨米户间所学期旬";

/// Masks words of a text that should be a number or a day, to their first character: they may be names. Of a text that begins with a number
/// units stay, and the first word in plain letters: `三年级`, `20 yuan`, `500元给**`.
fn mask_words(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.chars().any(char::is_alphabetic) {
        return text;
    }
    let is_numeral = |c: char| c.is_numeric() || "一二三四五六七八九十零〇两百千第".contains(c);
    let is_number = text.chars().next().is_some_and(is_numeral);
    // Letters of a word so far, and words in plain letters.
    let (mut inside, mut words, mut before) = (0, 0, ' ');
    let mask = |c: char| {
        let begins = !before.is_ascii_alphabetic();
        before = c;
        if !c.is_alphabetic() {
            inside = if c == '·' { inside } else { 0 };
            return c;
        }
        words += usize::from(c.is_ascii() && begins);
        let is_unit = is_numeral(c) || UNITS.contains(c) || c.is_ascii() && words == 1;
        if is_number && is_unit && inside == 0 {
            return c;
        }
        inside += 1;
        if inside > 1 { '*' } else { c }
    };
    Cow::Owned(text.chars().map(mask).collect())
}

/// Bytes of the shortest number of a person, that of a telephone; one that a spreadsheet has shortened has as many.
const SHORTEST: usize = 11;

/// Masks every citizen number of 18 or 15 digits in a text, in full-width digits and with blanks or hyphens inside as well;
/// with `phones` every mobile number too.
fn mask_inside(text: &str, phones: bool) -> Cow<'_, str> {
    if text.len() < SHORTEST {
        return Cow::Borrowed(text);
    }
    if let Some(masked) = mask_whole(text, phones) {
        return masked;
    }
    match may_hold_number(text) {
        true => mask_numbers(text, phones),
        false => Cow::Borrowed(text),
    }
}

/// As [`mask_inside`], whatever the text.
fn mask_numbers(text: &str, phones: bool) -> Cow<'_, str> {
    let mut shown: Vec<char> = text.chars().collect();
    let mut changed = mask_shortened(&mut shown);
    let mut places = Vec::new();
    for split in [false, true] {
        let mut at = 0;
        while at < shown.len() {
            number_at(&shown, at, split, &mut places);
            let Some(&last) = places.last() else {
                at += 1;
                continue;
            };
            at = last + 1;
            // Shorter ones are nobody's.
            if places.len() < SHORTEST {
                continue;
            }
            let digits: Vec<u32> = places.iter().filter_map(|&at| digit(shown[at])).collect();
            let found = match digits.len() {
                17 | 18 if places.len() == 18 => is_day(&digits[6..14]),
                15 if places.len() == 15 && !split => is_day(&digits[6..12]),
                11 => phones && !split && is_mobile(digits[0], digits[1]),
                _ => false,
            };
            if found {
                changed = true;
                for &place in &places[..places.len() - 2] {
                    shown[place] = '*';
                }
            }
        }
    }
    if changed {
        Cow::Owned(shown.into_iter().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What most texts with a number of a person in them are, that number alone, masked; `None`: this one is something else.
fn mask_whole(text: &str, phones: bool) -> Option<Cow<'_, str>> {
    let bytes = text.as_bytes();
    let (&last, digits) = bytes.split_last()?;
    // All are looked at, which is faster than to stop at the first that is no digit.
    let all_digits = digits.iter().fold(true, |all, b| all & b.is_ascii_digit());
    let is_last = last.is_ascii_digit() || digits.len() == 17 && matches!(last, b'x' | b'X');
    if !all_digits || !is_last {
        return None;
    }
    let digit = |at: usize| u32::from(bytes[at] - b'0');
    let is_persons = match bytes.len() {
        18 => is_day(&std::array::from_fn::<_, 8, _>(|at| digit(6 + at))),
        15 => is_day(&std::array::from_fn::<_, 6, _>(|at| digit(6 + at))),
        11 => phones && is_mobile(digit(0), digit(1)),
        _ => false,
    };
    Some(match (is_persons, text.split_at_checked(bytes.len() - 2)) {
        (true, Some((hidden, shown))) => {
            let mut masked = String::with_capacity(text.len());
            masked.push_str(&"****************"[..hidden.len()]);
            masked.push_str(shown);
            Cow::Owned(masked)
        }
        _ => Cow::Borrowed(text),
    })
}

/// Whether a number of eleven digits that begins with these two may be that of a mobile telephone.
fn is_mobile(first: u32, second: u32) -> bool {
    first == 1 && second > 2
}

/// Whether a text may have as many digits in a row as a number of a person, blanks and hyphens between them left out, or one that a
/// spreadsheet has shortened.
fn may_hold_number(text: &str) -> bool {
    if !text.is_ascii() {
        let digits = text.chars().filter(|c| digit(*c).is_some()).count();
        return digits >= SHORTEST || digits > 6 && text.contains(['E', 'e']);
    }
    // Digits without a gap, and with blanks and hyphens between them.
    let (mut run, mut split) = (0, 0);
    let is_long = |digits: usize| matches!(digits, SHORTEST | 15 | 17..);
    for &byte in text.as_bytes() {
        if byte.is_ascii_digit() {
            (run, split) = (run + 1, split + 1);
            continue;
        }
        let is_gap = matches!(byte, b' ' | b'-');
        if is_long(run) || !is_gap && is_long(split) || byte == b'+' {
            return true;
        }
        (run, split) = (0, if is_gap { split } else { 0 });
    }
    is_long(run) || is_long(split)
}

/// Masks citizen numbers that a spreadsheet has shortened: `1.1010520100101E+17` still says whose they are. Tells whether there were any.
fn mask_shortened(text: &mut [char]) -> bool {
    let mut changed = false;
    for at in 0..text.len() {
        let (letter, exponent) = (text[at], text.get(at + 1..at + 4));
        let is_long = matches!(exponent, Some(['+', '1', '7' | '4']));
        if !matches!(letter, 'E' | 'e') || !is_long {
            continue;
        }
        let is_part = |c: &char| c.is_ascii_digit() || *c == '.';
        let begin = text[..at]
            .iter()
            .rposition(|c| !is_part(c))
            .map_or(0, |before| before + 1);
        let digits = text[begin..at]
            .iter()
            .filter(|c| c.is_ascii_digit())
            .count();
        if digits > 6 {
            text[begin..at].fill('*');
            changed = true;
        }
    }
    changed
}

/// The places of the digits of a number that begins here, and of an `X` after 17 of them; `split`: single blanks and hyphens may be inside.
fn number_at(text: &[char], start: usize, split: bool, places: &mut Vec<usize>) {
    places.clear();
    let mut at = start;
    while let Some(&c) = text.get(at) {
        let is_last = places.len() == 17 && matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
        if digit(c).is_some() || is_last {
            places.push(at);
        } else if !(split && !places.is_empty() && matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '-')) {
            break;
        }
        at += 1;
        if is_last {
            break;
        }
    }
}

/// A digit, half or full width.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

/// Whether digits may be a day of birth: year in full or its last two digits, month, day.
fn is_day(digits: &[u32]) -> bool {
    let number = |digits: &[u32]| digits.iter().fold(0, |sum, digit| sum * 10 + digit);
    let (year, rest) = digits.split_at(digits.len() - 4);
    (year.len() == 2 || (1850..2200).contains(&number(year)))
        && (1..=12).contains(&number(&rest[..2]))
        && (1..=31).contains(&number(&rest[2..]))
}

#[cfg(test)]
mod tests {
    use super::{Masking, looks_like_name, mask_inside, mask_numbers};
    use crate::types::Type;
    use proptest::prelude::{ProptestConfig, any, prop, prop_oneof, proptest};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_told_at_a_glance_is_what_a_closer_look_tells(
            parts in prop::collection::vec(
                prop_oneof![
                    4 => "[0-9]{1,19}",
                    2 => "[0-9]{17}[xX]",
                    2 => "[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-2][1-9][0-9]{3}[0-9X]",
                    2 => "1[3-9][0-9]{9}",
                    1 => "[0-9]{6}[0-9]{2}(0[1-9]|1[0-2])[0-2][1-9][0-9]{3}",
                    1 => "[0-9]\\.[0-9]{3,12}[Ee]\\+1[47]",
                    2 => "[ -]{1,2}",
                    1 => "[xXeE+., ０-９年a]{1,3}",
                ],
                1..4,
            ),
            phones in any::<bool>(),
        ) {
            let text = parts.concat();
            assert_eq!(mask_inside(&text, phones), mask_numbers(&text, phones), "{text:?}");
        }
    }

    #[test]
    fn words_behind_a_number_are_masked_and_units_are_not() {
        let masked = Masking { reveal: false };
        for (text, shown) in [
            ("500元给李大力", "500元给***"),
            ("500元张三", "500元张*"),
            ("500 to Ann Lee", "500 to A** L**"),
            ("李大力500", "李**500"),
            ("阿依·买买提", "阿*·***"),
            ("三年级", "三年级"),
            ("二〇二〇年九月一日", "二〇二〇年九月一日"),
            ("2020年9月1日上午", "2020年9月1日上*"),
            ("20 yuan", "20 yuan"),
            ("1 Sep 2026", "1 Sep 2026"),
            ("1.5万元", "1.5万元"),
            ("12a", "12a"),
            ("待明确", "待明确"),
        ] {
            for kind in [Type::Money, Type::Integer, Type::Date] {
                assert_eq!(masked.mask(&kind, text), shown);
            }
        }
    }

    #[test]
    fn words_that_name_nobody_are_shown() {
        let masked = Masking { reveal: false };
        for text in ["TBD", "空缺", " 未定 ", "没有", "none", "***"] {
            assert_eq!(masked.mask(&Type::PersonName, text), text);
        }
        assert_eq!(masked.mask(&Type::PersonName, "定未"), "定*");
    }

    #[test]
    fn what_refers_to_people_and_is_no_key_is_masked_as_theirs() {
        let masked = Masking { reveal: false };
        let reference = |text| masked.mask_reference(&Type::Id, text).into_owned();
        assert_eq!(reference("李大力"), "李**");
        assert_eq!(reference("13812345678"), "*********78");
        assert_eq!(reference("P-0017"), "P-0017");
        assert_eq!(masked.mask(&Type::OneOf(0), "13812345678"), "*********78");
        assert!(looks_like_name("诸葛 瑾瑜") && looks_like_name("阿依·买买提"));
        assert!(!looks_like_name("清河一小") && !looks_like_name("转学"));
        assert!(!looks_like_name("高中") && !looks_like_name("安平镇"));
    }

    #[test]
    fn numbers_shortened_by_a_spreadsheet_are_masked_too() {
        let masked = Masking { reveal: false };
        let text = "对象 “1.1010520100101E+17”";
        assert_eq!(masked.mask(&Type::Text, text), "对象 “***************E+17”");
        assert_eq!(
            masked.mask(&Type::Text, "about 1.5E+17 grains"),
            "about 1.5E+17 grains"
        );
    }
}
