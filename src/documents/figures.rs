//! The dates and numbers in a text, and the text without them.

use crate::types::width::half_width;

/// What a text says in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Days, months and years as written: `2020年9月30日`, `2020-09-30`, `9月底`.
    pub dates: Vec<String>,
    /// Other numbers, with a percent sign where one follows: `1350`, `95%`; in Chinese words with what is counted: `十五日`, `百分之九十八`.
    pub numbers: Vec<String>,
    /// The words between them: figures are `#`, blanks are left out; `|` stands between the cells of a table.
    pub words: String,
}

/// Reads the figures of a text; full width is half width.
#[must_use]
pub fn figures(text: &str) -> Figures {
    let characters: Vec<char> = text
        .chars()
        // Cells and rows of a table are apart as they stand: 6 beside 3.5 is not 63.5.
        .map(|c| if c == '\t' { '|' } else { half_width(c) })
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut all = Figures::default();
    let mut at = 0;
    while at < characters.len() {
        let end = in_words(&characters, at);
        if end > at {
            all.numbers.push(characters[at..end].iter().collect());
            all.words.push('#');
            at = end;
            continue;
        }
        if !characters[at].is_ascii_digit() {
            all.words.push(characters[at]);
            at += 1;
            continue;
        }
        let end = date_end(&characters, at);
        if end > at {
            all.dates.push(characters[at..end].iter().collect());
            at = end;
        } else {
            let end = number_end(&characters, at);
            let number = characters[at..end].iter().filter(|c| **c != ',');
            all.numbers.push(number.collect());
            at = end;
        }
        all.words.push('#');
    }
    all
}

/// What is counted in Chinese number words; longer ones first.
const COUNTED: [&str; 33] = [
    "个工作日",
    "工作日",
    "个月",
    "学期",
    "小时",
    "分钟",
    "周岁",
    "公里",
    "公斤",
    "课时",
    "个",
    "日",
    "天",
    "年",
    "月",
    "周",
    "元",
    "名",
    "人",
    "次",
    "倍",
    "岁",
    "所",
    "顿",
    "餐",
    "节",
    "项",
    "份",
    "户",
    "间",
    "批",
    "轮",
    "克",
];

/// The end of a number in Chinese words with what it counts, or of a share; its beginning where there is none.
/// A numeral that counts nothing is left to the words: 统一, 一是, 第二.
fn in_words(characters: &[char], from: usize) -> usize {
    let numeral = |c: &char| "零〇一二两三四五六七八九十百千万亿".contains(*c);
    let run = |at: usize| {
        let rest = characters.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|c| numeral(c)).count()
    };
    let begins = |at: usize, word: &str| {
        let rest = characters.get(at..).unwrap_or_default();
        let mut rest = rest.iter();
        word.chars().all(|c| rest.next() == Some(&c))
    };
    if begins(from, "百分之") || begins(from, "千分之") {
        let end = run(from + 3);
        return if end > from + 3 { end } else { from };
    }
    let end = run(from);
    let before = from.checked_sub(1).and_then(|at| characters.get(at));
    let part_of_word = before.is_some_and(|c| "第统每同唯任逐".contains(*c) || c.is_ascii_digit());
    if end == from || part_of_word {
        return from;
    }
    let unit = COUNTED.iter().find(|unit| begins(end, unit));
    unit.map_or(from, |unit| end + unit.chars().count())
}

/// The end of the run of digits that begins here.
fn digits(characters: &[char], at: usize) -> usize {
    let rest = characters.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// The end of a date; its beginning where there is none.
fn date_end(characters: &[char], from: usize) -> usize {
    let mut at = from;
    let mut end = from;
    for unit in ['年', '月', '日'] {
        let after = digits(characters, at);
        if after == at || characters.get(after) != Some(&unit) {
            continue;
        }
        at = after + 1;
        end = at;
    }
    if end > from {
        return end;
    }
    let year = digits(characters, from);
    let mark = characters.get(year).copied();
    let is_day = year == from + 4 && matches!(mark, Some('-' | '/'));
    let month = digits(characters, year + 1);
    let day = digits(characters, month + 1);
    if is_day && characters.get(month).copied() == mark && day > month + 1 && month > year + 1 {
        day
    } else {
        from
    }
}

/// The end of a number: digits, marks between them, and a percent sign.
fn number_end(characters: &[char], from: usize) -> usize {
    let mut end = digits(characters, from);
    while matches!(characters.get(end), Some('.' | ',')) && digits(characters, end + 1) > end + 1 {
        end = digits(characters, end + 1);
    }
    if matches!(characters.get(end), Some('%' | '‰')) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn dates_and_numbers_are_told_apart() {
        let told = figures("2021年3月18日前达到９５%，每生1,350元，2021-03-18至4月，3.1");
        assert_eq!(told.dates, ["2021年3月18日", "2021-03-18", "4月"]);
        assert_eq!(told.numbers, ["95%", "1350", "3.1"]);
        assert_eq!(told.words, "#前达到#,每生#元,#至#,#");
    }

    #[test]
    fn the_cells_of_a_table_are_figures_of_their_own() {
        for row in ["6\t3.5\t2020年\t9月", "6 | 3.5 | 2020年 | 9月"] {
            let told = figures(row);
            assert_eq!(told.numbers, ["6", "3.5"], "{row}");
            assert_eq!(told.dates, ["2020年", "9月"], "{row}");
            assert_eq!(told.words, "#|#|#|#", "{row}");
        }
    }

    #[test]
    fn numbers_in_chinese_words_are_numbers_where_they_count_something() {
        let told = figures("在十五日内统一复诊，一是两个月内达到百分之九十八，第二年不少于三次");
        assert_eq!(told.numbers, ["十五日", "两个月", "百分之九十八", "三次"]);
        assert_eq!(told.words, "在#内统一复诊,一是#内达到#,第二年不少于#");
    }
}
