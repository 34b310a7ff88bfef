//! Rows that sum up others. The cells of a row in, whether it is one out: certainly, perhaps (it stays a row and is listed), or not.

use super::beside::{is_label, without_blanks};
use crate::data::cell;

/// Whether a row sums up others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    /// It does not.
    No,
    /// Its first words say so, and the rest of it may be a record.
    Perhaps,
    /// It does.
    Yes,
}

/// Whether a cell in a column that is not declared makes its row no record where the declared ones are empty: only a number does, as lines
/// are numbered beforehand.
pub(super) fn is_running_number(text: &[u8]) -> bool {
    let text = cell::trimmed(text);
    text.iter().all(u8::is_ascii_digit)
}

/// Words that make a row one that sums up others wherever it is the first one in it.
///
/// [`is_plainly_a_record`] knows that the only one in plain letters begins with a T.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "total", "本页合计", "本页小计"];

/// Words that do so where the rest of the row is numbers: in other rows they may be a value like any other.
const SUMMARIES: [&str; 15] = [
    "平均",
    "平均值",
    "平均数",
    "总数",
    "总和",
    "共计",
    "累计",
    "计",
    "average",
    "subtotal",
    "sub-total",
    "grandtotal",
    "totals",
    "subtotals",
    "sum",
];

/// What a text ends in that says whose sum it is: 全县合计, 东河小学小计.
const BEHIND: [&str; 5] = ["合计", "小计", "总计", "累计", "共计"];

/// What may stand behind a word of summing up: 合计数, 小计人数.
const OF: [&str; 8] = ["数", "人数", "户数", "个数", "笔数", "额", "金额", "总额"];

/// Signs and units that may stand in a cell of numbers.
const UNITS: &str = "元人万亿个名所户次分天岁班间台册套份项家";

/// No first cell of such a row is longer, blanks between its characters included.
const LONGEST: usize = 96;

/// Whether the first cell of a row may say that it sums up others, told by its first and last bytes.
#[inline]
pub(super) fn may_sum_up(first: &[u8]) -> bool {
    let begins = match first {
        // The first bytes of 合, 小, 总, 本, 平, 共, 其, and of 累.
        [b't' | b'T' | 0xE5 | 0xE6, ..] | [0xE7, 0xB4, 0xAF, ..] => true,
        // Many keys begin with these letters, and hardly one goes on as average, subtotal and grand total do.
        [b'a' | b'A', b'v' | b'V', ..]
        | [b's' | b'S', b'u' | b'U', ..]
        | [b'g' | b'G', b'r' | b'R', ..] => true,
        _ => false,
    };
    // 计, a full-width bracket or colon, and `total`.
    begins
        || matches!(
            first,
            [.., 0xE8, 0xAE, 0xA1]
                | [.., 0xBC, 0x89 | 0x9A]
                | [.., b')' | b':']
                | [.., b'a' | b'A', b'l' | b'L']
        )
}

/// No running number of a row has more digits.
const LONGEST_NUMBER: usize = 6;

/// Whether a row begins as most do: with the number of a person, a family or a document, which neither sums up others nor numbers its row, or
/// with its own number and something in plain letters or digits behind it. `behind` is the first byte of the second cell.
#[inline]
pub(super) fn is_plainly_a_record(first: &[u8], behind: Option<&u8>) -> bool {
    // The only word for a total in plain letters begins with a T.
    let begins_no_total = |b: &u8| b.is_ascii_alphanumeric() && !matches!(b, b't' | b'T');
    let is_number = matches!(first, [b'0'..=b'9'] | [b'0'..=b'9', .., b'0'..=b'9' | b'X']);
    is_number && (first.len() > LONGEST_NUMBER || behind.is_some_and(begins_no_total))
}

/// Whether a cell numbers its row, so that the one behind it may say that the row sums up others: `3,合计,,10`.
#[inline]
fn numbers_row(first: &[u8]) -> bool {
    (1..=LONGEST_NUMBER).contains(&first.len()) && first.iter().all(u8::is_ascii_digit)
}

/// Whether a row that begins with these two cells may sum up others, numbered like them.
#[inline]
pub(super) fn may_be_numbered<'b>(first: &[u8], second: impl Fn() -> &'b [u8]) -> bool {
    numbers_row(first) && {
        let second = second();
        second.is_empty() || is_total(second)
    }
}

/// Whether a cell says that its row sums up others, wherever it stands in it.
fn is_total(text: &[u8]) -> bool {
    let text = cell::trimmed(text);
    let ends = matches!(
        text,
        [.., 0xE8, 0xAE, 0xA1] | [.., b'l' | b'L'] | [.., 0xBC, 0x9A] | [.., b':']
    );
    ends && text.len() <= LONGEST
        && std::str::from_utf8(text).is_ok_and(|text| {
            let text = without_blanks(&text.to_lowercase());
            TOTALS.contains(&text.trim_end_matches([':', '：']))
        })
}

/// Whether a row of a table of so many columns sums up others: `first` is its first cell that is not blank, `others` those behind it.
pub(super) fn sums_up(
    first: &[u8],
    mut others: impl Iterator<Item: AsRef<[u8]>>,
    columns: usize,
) -> Sum {
    let first = cell::trimmed(first);
    if numbers_row(first) {
        let is_given = |cell: &[u8]| !cell::trimmed(cell).is_empty();
        let word = others.find(|cell| is_given(cell.as_ref()));
        if !word.is_some_and(|word| is_total(word.as_ref())) {
            return Sum::No;
        }
        return match others.all(|cell| may_be_of_sum(cell::trimmed(cell.as_ref()))) {
            true => Sum::Yes,
            false => Sum::Perhaps,
        };
    }
    if !may_sum_up(first) || first.len() > LONGEST {
        return Sum::No;
    }
    let Ok(text) = std::str::from_utf8(first) else {
        return Sum::No;
    };
    let text = text.to_lowercase();
    let folded = without_blanks(&text);
    let folded = folded.trim_end_matches([':', '：']);
    if TOTALS.contains(&folded) {
        return Sum::Yes;
    }
    let may_be_figure = folded.starts_with("其中") || says_what(label_of(folded));
    if !may_be_figure && !says_sum(folded) && !says_total(&text) {
        return Sum::No;
    }
    let (mut filled, mut of_numbers) = (1, true);
    for cell in others {
        let cell = cell::trimmed(cell.as_ref());
        filled += usize::from(!cell.is_empty());
        of_numbers &= may_be_of_sum(cell);
    }
    // Such a word alone may be a value like any other.
    if SUMMARIES.contains(&folded) && !of_numbers {
        return Sum::No;
    }
    // 其中：女 and 合计人数 are records of their own in a list of figures, which fill all columns.
    match of_numbers && (!may_be_figure || filled < columns) {
        true => Sum::Yes,
        false => Sum::Perhaps,
    }
}

/// Whether a text without blanks, in small letters, is what a sum is called.
fn says_sum(text: &str) -> bool {
    let inner = text.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']);
    let label = label_of(inner);
    let is_sum = |label: &str| TOTALS.contains(&label) || SUMMARIES.contains(&label);
    let is_count =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && is_number(rest.as_bytes());
    is_sum(label)
        || BEHIND.iter().any(|word| label.ends_with(word))
        || behind_word(label).is_some_and(is_count)
        || counts_rows(inner)
}

/// What stands before a colon or a bracket: `小计：5人`, `小计（5人）`.
fn label_of(text: &str) -> &str {
    let mut parts = text.split([':', '：', '(', '（', '[', '【']);
    parts.next().unwrap_or_default()
}

/// Whether a text without blanks says what was summed up: 合计数, 小计人数.
fn says_what(text: &str) -> bool {
    behind_word(text).is_some_and(|rest| OF.contains(&rest))
}

/// What stands behind a word of summing up.
fn behind_word(text: &str) -> Option<&str> {
    (BEHIND.iter()).find_map(|word| text.split_once(word).map(|(_, rest)| rest))
}

/// Whether a text in small letters is what a sum is called in English, where its words are told apart by blanks.
fn says_total(text: &str) -> bool {
    let label = text.split(':').next().unwrap_or_default().trim();
    [" total", " totals", " subtotal", " sub-total"]
        .iter()
        .any(|word| label.ends_with(word))
        || ["total for ", "total of ", "subtotal "]
            .iter()
            .any(|word| label.starts_with(word))
}

/// Whether a cell holds nothing but numbers, signs and units.
pub(super) fn is_number(cell: &[u8]) -> bool {
    std::str::from_utf8(cell)
        .is_ok_and(|text| (text.chars()).all(|c| !c.is_alphabetic() || UNITS.contains(c)))
}

/// Whether a row that sums up others may hold this behind its word: a number, a formula, or who made the table.
fn may_be_of_sum(cell: &[u8]) -> bool {
    is_number(cell) || is_formula(cell) || is_beside(cell)
}

/// Whether a cell holds a formula whose value was not stored.
fn is_formula(cell: &[u8]) -> bool {
    cell.starts_with(cell::FORMULA.as_bytes())
}

/// Whether a cell says who made the table.
fn is_beside(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(is_label)
}

/// Whether a cell says how many rows there are: `共计12人`, `合计：8`, `共3所`.
pub(super) fn counts_rows(cell: &str) -> bool {
    let text = without_blanks(cell);
    let rest = ["共计", "合计", "总计", "共", "total", "Total"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| rest.chars().any(|c| c.is_ascii_digit()) && is_number(rest.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Sum, sums_up};

    fn of(line: &str) -> Sum {
        let cells: Vec<&str> = line.split(',').collect();
        let mut filled = cells.iter().skip_while(|cell| cell.trim().is_empty());
        let first = filled.next().unwrap();
        sums_up(first.as_bytes(), filled, cells.len())
    }

    #[test]
    fn sums_are_told_from_records() {
        for line in [
            "全县合计,,10,",
            "东河小学小计,,10,",
            "小计：5人,,10,",
            "小计（5人）,,10,",
            "（小计）,,10,",
            "累计,,10,",
            "本年累计,,10,",
            "合计数,,10,",
            "合计人数,,10,",
            "合计人数：10人,,,",
            "其中：女,,10,",
            "共3所,,10,",
            "计,,10,",
            "Grand total,,10,",
            "Sub total,,10,",
            "Subtotal: 5,,10,",
            "East total,,10,",
            "Totals,,10,",
            ",合 计,某,2020",
            "全县合计,,—,制表人：某",
            "3,合计,,10",
            "3,,合 计：,10",
        ] {
            assert_eq!(of(line), Sum::Yes, "{line}");
        }
        for line in [
            "3,合计,某,10",
            "全县合计,某,10,2020-09-01",
            "其中：女,10",
            "累计人数,10",
        ] {
            assert_eq!(of(line), Sum::Perhaps, "{line}");
        }
        for line in [
            "小计划工程,,5,",
            "合计室,,5,",
            "总数达标,,5,",
            "平均主义,,5,",
            "会计,,5,",
            "统计,,5,",
            "共青团小学,,5,",
            "学生总数,,5,",
            "Totalview School,,5,",
            "Central,,5,",
            "S1,合计,5,",
            "3,东河,合计,5",
            "1234567,合计,5",
            "平均,东河,5,2020-09-01",
        ] {
            assert_eq!(of(line), Sum::No, "{line}");
        }
    }
}
