//! Rows that are no members of their table: what stands under its header and below its rows (who made it, who checked it, notes).
//!
//! Takes cells as they lie. Such a row is listed and left out: counting it would double every sum. One that only might be such a row is kept.

use super::between::is_numbered_heading;
use super::sums::{Sum, counts_rows, is_number, sums_up};
use crate::data::cell;

/// What stands before the colon in a line below a table.
const LABELS: &[&str] = &[
    "附",
    "附件",
    "附注",
    "注意",
    "注意事项",
    "特别说明",
    "提示",
    "温馨提示",
    "编制说明",
    "统计口径",
    "统计范围",
    "截至",
    "截止",
    "来源",
    "制单",
    "经手人",
    "主管",
    "主管领导",
    "分管领导",
    "单位领导",
    "单位",
    "出纳",
    "会计",
    "班主任",
    "联系方式",
    "电话",
    "地址",
    "监督电话",
    "举报电话",
    "填表说明",
    "填表单位",
    "填表时间",
    "填报时间",
    "填报说明",
    "统计人",
    "统计时间",
    "报送单位",
    "报送时间",
    "资料来源",
    "数据来源",
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
    "source",
    "sources",
];

/// Rows under a header that are looked at for those that are no records.
pub(super) const LOOKED_AT: usize = 8;

/// A text without blanks.
pub(super) fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How the first cell of an example begins that shows how a table is filled in; nothing or a colon follows, or it stands in brackets.
const EXAMPLES: [&str; 8] = [
    "例",
    "例子",
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
    if first.to_lowercase().starts_with("e.g.") {
        return row.len() > 1;
    }
    let is = |label: &str| EXAMPLES.iter().any(|word| label.eq_ignore_ascii_case(word));
    // `（例）`, with or without a text behind it.
    let in_brackets = first
        .strip_prefix(['(', '（', '[', '【', '〔'])
        .and_then(|text| text.split_once([')', '）', ']', '】', '〕']));
    if in_brackets.is_some_and(|(label, _)| is(label)) {
        return row.len() > 1;
    }
    let label = first.split([':', '：']).next().unwrap_or_default();
    let has_colon = label.len() < first.len();
    // A record may be called so; a word with a colon behind it is none.
    row.len() > 1
        && is(label)
        && (has_colon || !label.is_ascii())
        && (has_colon || filled.next().is_some())
}

/// Signs that number columns before the numbers do, as statistical tables have it: 甲, 乙, 1, 2, 3.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

/// Other rows of signs that number columns.
const SIGNS: [&str; 4] = [
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "一二三四五六七八九十",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ",
];

/// Whether texts number columns: by one row of signs, or by stems and then numbers.
fn are_numbers(texts: &[String]) -> bool {
    let sign = |signs: &str, at: usize, text: &str| {
        let mut own = text.chars();
        own.next().is_some() && own.next().is_none() && {
            signs.chars().nth(at) == text.chars().next()
        }
    };
    let by = |signs: &str, texts: &[String]| {
        let mut numbered = texts.iter().enumerate();
        numbered.all(|(at, text)| sign(signs, at, text))
    };
    let stems = (texts.iter().enumerate())
        .take_while(|(at, text)| sign(STEMS, *at, text))
        .count();
    let rest = texts.get(stems..).unwrap_or_default();
    // `3=1+2` numbers a column and says how it is made.
    let number = |text: &String| text.split('=').next().and_then(|text| text.parse().ok());
    let mut numbered = rest.iter().enumerate();
    numbered.all(|(at, text)| number(text) == Some(at + 1))
        || by(SIGNS[0], rest)
        || SIGNS.iter().any(|signs| by(signs, texts))
}

/// Whether a row numbers all columns, at least three, where a row below it has a text that is no number.
fn is_numbering(row: &[&str], further: &[Vec<&str>], columns: usize) -> bool {
    let texts = row.iter().take(columns).map(|cell| {
        let text = without_blanks(cell);
        let inner = text.trim_matches(['(', ')', '（', '）', '[', ']']);
        inner.to_owned()
    });
    let texts: Vec<String> = texts.collect();
    let has_text = |row: &Vec<&str>| row.iter().any(|cell| !is_number(cell.as_bytes()));
    columns >= 3
        && row.len() >= columns
        && are_numbers(&texts)
        && row.iter().skip(columns).all(|cell| cell.trim().is_empty())
        && further.iter().any(has_text)
}

/// Whether a row is the header once more, as it stands on the next printed page; blanks and line breaks in its cells do not matter.
pub(super) fn is_header<'c>(header: &[String], cells: impl Iterator<Item = &'c [u8]>) -> bool {
    let mut texts = header.iter();
    let same = cells.into_iter().all(|text| {
        let text = cell::trimmed(text);
        match texts.next() {
            Some(header) => {
                let header = header.as_bytes();
                header == text || header.first() == text.first() && same_but_blanks(header, text)
            }
            None => text.is_empty(),
        }
    });
    same && header.len() > 1 && texts.all(String::is_empty)
}

/// Whether two texts are the same without their blanks.
fn same_but_blanks(one: &[u8], other: &[u8]) -> bool {
    let has_blank = |text: &[u8]| text.iter().any(u8::is_ascii_whitespace);
    (has_blank(one) || has_blank(other)) && {
        let without = |text: &[u8]| without_blanks(&String::from_utf8_lossy(text));
        without(one) == without(other)
    }
}

/// The first bytes that a header has in common with itself once more: up to a blank or a line break.
pub(super) fn first_of_header(header: &[String]) -> Option<&[u8]> {
    let first = header.first()?;
    let end = first.find(char::is_whitespace).unwrap_or(first.len());
    first.as_bytes().get(..end).filter(|text| !text.is_empty())
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
    /// A day and nothing else: a line below the table where its rows hold no days, or a line above it is one.
    Day,
    /// A numbered text and nothing else: a line below the table where a line above it is one.
    Continued,
    /// A text alone that reads like a note, or stands further right: a line below the table where a line above it is one.
    Doubtful,
    /// Any other text in the first cell alone: a line below the table between two lines that are.
    Open,
    /// Numbers alone, the first cell blank: they may sum up the rows above where these fill the first column.
    Numbers,
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
    let is_alone = others.is_empty() && columns > 1;
    if is_alone && counts_rows(first) {
        return Ending::Footer;
    }
    let cells_behind = others.iter().map(|cell| cell.as_bytes());
    if sums_up(first.as_bytes(), cells_behind, columns) == Sum::Yes {
        return Ending::Total;
    }
    // In a table of one column any text may be a row.
    let few = others.len() < 2 && others.len() + 1 < columns;
    let of_signature = |c: &&&str| is_label(c) || is_mark(c) || is_number_or_day(c) || is_name(c);
    let all_of_signature = || columns > 1 && others.iter().all(of_signature);
    let is_title = |first: &str| is_page(first) || is_heading(first) || is_sentence(first);
    let is_footer = (is_label(first) || is_mark(first)) && (few || all_of_signature())
        || is_alone && (is_title(first) || columns > 2 && is_numbered_heading(first));
    if is_footer {
        return Ending::Footer;
    }
    let is_first = cells.first().is_some_and(|cell| cell == first);
    let has_digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let of_sum = |text: &str| has_digits(text) && is_number(text.as_bytes()) && !is_day(text);
    if !is_first && columns > 2 && of_sum(first) && others.iter().all(|text| of_sum(text)) {
        return Ending::Numbers;
    }
    match others.is_empty() && columns > 2 {
        true if is_day(first) => Ending::Day,
        true if is_numbered(first) => Ending::Continued,
        // 某县教育局 at the right.
        true if !is_first || reads_like_note(first) => Ending::Doubtful,
        true if !is_code(first) => Ending::Open,
        _ => Ending::Row,
    }
}

/// Lines at the end of a table, by their number from the last one up.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Below {
    /// How many of them are no rows.
    pub(super) count: usize,
    /// Those above these that only may be none.
    pub(super) doubtful: Vec<usize>,
    /// The one above these that only may sum up others.
    pub(super) sum: Option<usize>,
}

/// Which of the lines at the end of a file, from the last one up, are no rows: `endings` are those below `row`, the first that is one.
pub(super) fn below(endings: &[Ending], row: Option<&[&str]>) -> Below {
    let fills_first = row.and_then(<[_]>::first).is_some_and(|cell| {
        let cell = cell::trimmed(cell.as_bytes());
        !cell.is_empty()
    });
    // Numbers alone are a row like others where the rows above do not fill the first column, or are numbers alone, too.
    let mut numbers = endings
        .iter()
        .enumerate()
        .filter(|(_, e)| **e == Ending::Numbers);
    let (sum, cut) = match (numbers.next(), numbers.next(), fills_first) {
        (Some((at, _)), None, true) => (Some(at), endings.len()),
        (Some((at, _)), ..) => (None, at),
        (None, ..) => (None, endings.len()),
    };
    let endings = endings.get(..cut).unwrap_or_default();
    let holds_days = row.is_none_or(|cells| cells.iter().any(|cell| is_day(cell)));
    let is_certain = |ending: &Ending| match ending {
        Ending::Day => !holds_days,
        ending => *ending == Ending::Footer,
    };
    let lowest = endings.iter().position(is_certain).unwrap_or(0);
    // A name alone in the last line may be a record; what stands above it then is not below the table.
    let is_cut = !endings
        .iter()
        .take(lowest)
        .any(|ending| *ending == Ending::Open);
    let certain = endings.iter().rposition(is_certain).filter(|_| is_cut);
    let count = certain.map_or(0, |at| at + 1);
    let is_doubtful = |ending: &Ending| {
        matches!(
            ending,
            Ending::Footer | Ending::Day | Ending::Continued | Ending::Doubtful
        )
    };
    let above = endings.iter().enumerate().skip(count);
    let doubtful = above.filter(|(_, ending)| is_doubtful(ending));
    Below {
        count,
        doubtful: doubtful.map(|(at, _)| at).collect(),
        sum: sum.filter(|at| *at >= count),
    }
}

/// Whether a line above a table says who made it and when, and is no header: all of its cells are labels, and something stands behind one.
pub(super) fn is_above(cells: &[&str]) -> bool {
    let mut filled = cells
        .iter()
        .filter(|cell| !cell::trimmed(cell.as_bytes()).is_empty())
        .peekable();
    let is_filled = |cell: &str| {
        let behind = cell.split_once([':', '：']).map_or("", |parts| parts.1);
        !behind.trim().is_empty()
    };
    filled.peek().is_some()
        && filled.clone().any(|cell| is_filled(cell))
        && filled.all(|cell| is_label(cell))
}

/// Whether a cell begins with one of the labels and a colon; a sign (`※注：`) may stand before it, a number (`注1：`) and how it is signed
/// (`（盖章）`) between.
pub(super) fn is_label(cell: &str) -> bool {
    let Some((label, _)) = cell.split_once([':', '：']) else {
        return false;
    };
    let label = without_blanks(label);
    let label = label.trim_start_matches(|c| MARKS.contains(c));
    let signed = SEALS.iter().find_map(|seal| {
        let bare = label.strip_suffix([')', '）'])?.strip_suffix(seal)?;
        bare.strip_suffix(['(', '（'])
    });
    let bare = signed.unwrap_or(label);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || SIGNS[0].contains(c));
    let is = |label: &str| (LABELS.iter()).any(|known| label.eq_ignore_ascii_case(known));
    is(label) || is(bare) || signed.is_some() || is_signed(label)
}

/// Whether a label ends in what is done by hand: 负责人签字.
fn is_signed(label: &str) -> bool {
    let is_one = |seal: &&&str| seal.chars().count() > 1;
    (SEALS.iter().filter(is_one)).any(|seal| label.ends_with(seal))
}

/// What is put under a table by hand.
const SEALS: [&str; 7] = ["盖章", "公章", "签章", "签字", "签名", "印章", "章"];

/// Signs that notes begin with.
const MARKS: &str = "※*＊★☆●○◆◇■□▲△▶►→•";

/// Texts that say that nothing follows, or where the table goes on.
const NOTHING_FOLLOWS: [&str; 14] = [
    "续表",
    "续上表",
    "接上表",
    "接上页",
    "接下页",
    "转下页",
    "见下页",
    "未完待续",
    "以下空白",
    "以下无正文",
    "此页以下空白",
    "本页以下空白",
    "以下无内容",
    "endoftable",
];

/// Whether a cell holds a mark of the end and nothing else: `（盖章）`, `以下空白`.
fn is_mark(cell: &str) -> bool {
    let text = without_blanks(cell);
    let seal = text
        .strip_prefix(['(', '（'])
        .and_then(|text| text.strip_suffix([')', '）']));
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    seal.is_some_and(|text| SEALS.contains(&text))
        || NOTHING_FOLLOWS
            .iter()
            .any(|words| inner.eq_ignore_ascii_case(words))
}

/// Whether a cell holds the number of a page and nothing else: `第1页`, `第 1 页 共 3 页`, `Page 1 of 3`.
fn is_page(cell: &str) -> bool {
    let text = without_blanks(cell).to_lowercase();
    let is_dash = |c: char| matches!(c, '-' | '—' | '–');
    let inner = text.trim_matches(is_dash);
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if text.starts_with(is_dash) && text.ends_with(is_dash) && is_digits(inner) {
        return true;
    }
    let text = text.trim_matches(['-', '—', '(', ')', '（', '）']);
    let rest = text
        .strip_prefix('第')
        .or_else(|| text.strip_prefix("page"));
    let signs = |c: char| c.is_ascii_digit() || "第页共,，/of".contains(c);
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && (text.contains('页') || text.starts_with("page"))
            && rest.chars().all(signs)
    })
}

/// What notes stand under where there is no colon behind it.
const HEADINGS: [&str; 13] = [
    "说明",
    "注",
    "备注",
    "附注",
    "注释",
    "注意事项",
    "填表说明",
    "填报说明",
    "编制说明",
    "note",
    "notes",
    "remark",
    "remarks",
];

/// Signs that lines are drawn with.
const LINES: &str = "-–—―_=~·….*";

/// Whether a cell is the heading of notes and nothing else, or a line of signs: `说明`, `——`.
fn is_heading(cell: &str) -> bool {
    let text = without_blanks(cell);
    let is_line = text.chars().count() > 1 && text.chars().all(|c| LINES.contains(c));
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    is_line || (HEADINGS.iter()).any(|heading| inner.eq_ignore_ascii_case(heading))
}

/// How notes begin that say what a table holds.
const OPENINGS: [&str; 11] = [
    "以上",
    "本表",
    "此表",
    "上表",
    "表中",
    "上述",
    "截至",
    "截止",
    "数据截",
    "数据来",
    "统计截",
];

/// Whether a cell is a sentence and no name: it speaks of the table, or ends as sentences end.
fn is_sentence(cell: &str) -> bool {
    let text = without_blanks(cell);
    let is_long = text.chars().count() >= 5;
    is_long
        && (OPENINGS.iter().any(|words| text.starts_with(words))
            || text.ends_with(['。', '；', '！']))
}

/// Whether a cell may be a note: it begins with a sign, or has signs or blanks inside that names and codes have not, or is long.
fn reads_like_note(cell: &str) -> bool {
    let text = String::from_utf8_lossy(cell::trimmed(cell.as_bytes()));
    let is_wide = text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let is_marked = text.starts_with(|c| MARKS.contains(c));
    let has_signs = text.contains(['：', ':', '，', ',', '；', ';', '。', '、', '！', '“']);
    let words = text.split_whitespace().count();
    let rest = text.trim_start_matches(|c: char| MARKS.contains(c) || c.is_whitespace());
    match is_wide {
        // Names have two characters with a blank between.
        true => {
            let is_name = without_blanks(&text).chars().count() < 5;
            is_marked || has_signs || words > 1 && !is_name || text.chars().count() > 12
        }
        false => is_marked && rest.contains(char::is_alphabetic) || words > 4,
    }
}

/// Whether a cell is a number, a telephone number or a day.
fn is_number_or_day(cell: &str) -> bool {
    is_number(cell.as_bytes()) || is_day(cell)
}

/// Whether a cell may be the name of who signed: a few characters and no digits.
fn is_name(cell: &str) -> bool {
    let text = without_blanks(cell);
    let is_wide = text.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    is_wide && text.chars().count() < 5
}

/// Whether a cell is a number or a code: figures and letters without blanks.
fn is_code(cell: &str) -> bool {
    let text = cell.trim();
    text.is_ascii() && !text.contains(' ')
}

/// Whether a cell is a day and nothing else.
fn is_day(cell: &str) -> bool {
    let text = without_blanks(cell);
    let numerals = "〇零○一二三四五六七八九十0123456789";
    let written = (text.strip_suffix('日'))
        .and_then(|text| text.split_once('年'))
        .and_then(|(year, rest)| Some((year, rest.split_once('月')?)));
    // `年 月 日` is left open for the pen.
    let is_part = |part: &str| part.chars().all(|c| numerals.contains(c));
    // Who signs it may leave out the day: 二〇二〇年十二月.
    let month = (text.strip_suffix('月')).and_then(|text| text.split_once('年'));
    let is_given = |part: &str| !part.is_empty() && is_part(part);
    month.is_some_and(|(year, month)| is_given(year) && is_given(month))
        || written.is_some_and(|(year, (month, day))| [year, month, day].into_iter().all(is_part))
        || cell::date(text.as_bytes(), &cell::DateFormat::YearFirst).is_some()
}

/// Whether a cell begins with a number and a text behind it, as further notes do: `2. …`, `（2）…`, `②…`.
fn is_numbered(cell: &str) -> bool {
    let text = without_blanks(cell);
    let in_brackets = text.strip_prefix(['(', '（']);
    let start = in_brackets.unwrap_or(&text);
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = start.trim_start_matches(digit);
    let numbered = rest.len() < start.len() && {
        let behind = match in_brackets {
            Some(_) => rest.strip_prefix([')', '）']),
            None => rest.strip_prefix(['.', '、', '．']),
        };
        behind.is_some_and(|text| text.starts_with(char::is_alphabetic))
    };
    numbered || text.starts_with(|c| SIGNS[0].contains(c))
}
