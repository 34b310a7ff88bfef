//! Rows that are no members of their table: those that sum up others, and what stands below the table (who made it, who checked it, notes).
//!
//! Takes cells as they lie. Such a row is listed and left out: counting it would double every sum. One that only might be such a row is kept.

use crate::data::cell;

/// Words that make a row one that sums up others wherever it is the first one in it.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "total", "本页合计", "本页小计"];

/// Words that do so where the rest of the row is numbers: in other rows they may be a value like any other.
const SUMMARIES: [&str; 11] = [
    "平均",
    "平均值",
    "平均数",
    "总数",
    "总和",
    "共计",
    "average",
    "subtotal",
    "sub-total",
    "grandtotal",
    "sum",
];

/// Signs and units that may stand in a cell of numbers.
const UNITS: &str = "元人万亿个名所户次分天岁";

/// What stands before the colon in a line below a table.
const LABELS: [&str; 37] = [
    "制表",
    "制表人",
    "制表日期",
    "制表时间",
    "制表单位",
    "填表",
    "填表人",
    "填表日期",
    "填报",
    "填报人",
    "填报日期",
    "填报单位",
    "审核",
    "审核人",
    "复核",
    "复核人",
    "审批人",
    "经办人",
    "负责人",
    "单位负责人",
    "校长",
    "联系人",
    "联系电话",
    "打印时间",
    "打印日期",
    "日期",
    "备注",
    "说明",
    "注",
    "preparedby",
    "checkedby",
    "reviewedby",
    "approvedby",
    "note",
    "notes",
    "remark",
    "remarks",
];

/// Rows under a header that are looked at for those that are no records.
pub(super) const LOOKED_AT: usize = 8;

/// No first cell of such a row is longer, blanks between its characters included.
const LONGEST: usize = 96;

/// A text without blanks.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a row sums up others: `first` is its first cell that is not blank, `others` those behind it.
pub(super) fn is_total(first: &[u8], mut others: impl Iterator<Item: AsRef<[u8]>>) -> bool {
    let first = cell::trimmed(first);
    let may_be = match first {
        [0xE5 | 0xE6, ..] => ["合", "总", "小", "本", "平", "共"]
            .iter()
            .any(|c| first.starts_with(c.as_bytes())),
        [b't' | b'T' | b'a' | b'A' | b's' | b'S' | b'g' | b'G', ..] => true,
        _ => false,
    };
    if !may_be || first.len() > LONGEST {
        return false;
    }
    let Ok(text) = std::str::from_utf8(first) else {
        return false;
    };
    let folded = without_blanks(text);
    let folded = folded.trim_end_matches([':', '：']);
    let is = |words: &[&str]| words.iter().any(|word| folded.eq_ignore_ascii_case(word));
    is(&TOTALS) || is(&SUMMARIES) && others.all(|cell| is_number(cell.as_ref()))
}

/// Whether a cell holds nothing but numbers, signs and units.
fn is_number(cell: &[u8]) -> bool {
    std::str::from_utf8(cell)
        .is_ok_and(|text| (text.chars()).all(|c| !c.is_alphabetic() || UNITS.contains(c)))
}

/// How the first cell of an example begins that shows how a table is filled in; nothing or a colon follows.
const EXAMPLES: [&str; 7] = [
    "例",
    "示例",
    "样例",
    "举例",
    "填写示例",
    "填表示例",
    "example",
];

/// How many of the first rows under a header are no records: column numbers (`1 2 3 …`) and examples. The last row is always one.
pub(super) fn under_header(rows: &[Vec<&str>], columns: usize) -> usize {
    let mut count = 0;
    while let [row, further @ ..] = rows.get(count..).unwrap_or_default() {
        if further.is_empty() || !(is_example(row) || is_numbering(row, further, columns)) {
            break;
        }
        count += 1;
    }
    count
}

/// Whether a row begins like an example; in a table of one column any text may be a row.
fn is_example(row: &[&str]) -> bool {
    let mut filled = row
        .iter()
        .map(|cell| without_blanks(cell))
        .filter(|c| !c.is_empty());
    let first = filled.next().unwrap_or_default();
    let label = first.split([':', '：']).next().unwrap_or_default();
    let has_colon = label.len() < first.len();
    if first.to_lowercase().starts_with("e.g.") {
        return row.len() > 1;
    }
    let is = EXAMPLES.iter().any(|word| label.eq_ignore_ascii_case(word));
    // A record may be called so; a word with a colon behind it is none.
    row.len() > 1
        && is
        && (has_colon || !label.is_ascii())
        && (has_colon || filled.next().is_some())
}

/// Whether a row numbers all columns, at least three, where a row below it has a text that is no number.
fn is_numbering(row: &[&str], further: &[Vec<&str>], columns: usize) -> bool {
    let is_number_of = |(at, cell): (usize, &&str)| {
        let text = without_blanks(cell);
        let text = text.trim_matches(['(', ')', '（', '）', '[', ']']);
        text.parse() == Ok(at + 1)
    };
    let has_text = |row: &Vec<&str>| row.iter().any(|cell| !is_number(cell.as_bytes()));
    columns >= 3
        && row.len() >= columns
        && row.iter().take(columns).enumerate().all(is_number_of)
        && row.iter().skip(columns).all(|cell| cell.trim().is_empty())
        && further.iter().any(has_text)
}

/// Whether a row is the header once more, as it stands on the next printed page.
pub(super) fn is_header<'c>(header: &[String], cells: impl Iterator<Item = &'c [u8]>) -> bool {
    let mut texts = header.iter();
    let same = cells.into_iter().all(|text| {
        let text = cell::trimmed(text);
        match texts.next() {
            Some(header) => header.as_bytes() == text,
            None => text.is_empty(),
        }
    });
    same && header.len() > 1 && texts.all(String::is_empty)
}

/// What a row at the end of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing but blanks.
    Blank,
    /// It sums up others.
    Total,
    /// A line below the table.
    Footer,
    /// A row.
    Row,
}

/// What a row is that has no row below it, in a table of so many columns.
pub(super) fn ending(cells: &[&str], columns: usize) -> Ending {
    let mut filled = (cells.iter()).filter(|cell| !cell::trimmed(cell.as_bytes()).is_empty());
    let Some(first) = filled.next() else {
        return Ending::Blank;
    };
    let others: Vec<&&str> = filled.collect();
    if is_total(first.as_bytes(), others.iter().map(|cell| cell.as_bytes())) {
        return Ending::Total;
    }
    // In a table of one column any text may be a row.
    let few = others.len() < 2 && others.len() + 1 < columns;
    let is_footer = is_label(first) && (few || columns > 1 && others.iter().all(|c| is_label(c)))
        || others.is_empty() && columns > 1 && counts_rows(first);
    if is_footer {
        Ending::Footer
    } else {
        Ending::Row
    }
}

/// Whether a cell begins with one of the labels and a colon.
fn is_label(cell: &str) -> bool {
    let Some((label, _)) = cell.split_once([':', '：']) else {
        return false;
    };
    let label = without_blanks(label);
    (LABELS.iter()).any(|known| label.eq_ignore_ascii_case(known))
}

/// Whether a cell says how many rows there are: `共计12人`, `合计：8`.
fn counts_rows(cell: &str) -> bool {
    let text = without_blanks(cell);
    let rest = ["共计", "合计", "总计", "共", "total", "Total"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| rest.chars().any(|c| c.is_ascii_digit()) && is_number(rest.as_bytes()))
}
