//! Comparing names with the headers of files, which people write with other widths, blanks and capitals.

use crate::types::width::half_width;

/// A name or header without what does not matter: width, blanks, `_`, `-` and capitals.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words in brackets after a header that say how a column is filled in, and not what it holds.
const NOTES: &[&str] = &[
    "必填",
    "选填",
    "可选",
    "必选",
    "单选",
    "多选",
    "下拉",
    "格式",
    "文本",
    "元",
    "岁",
    "位",
    "例",
    "如",
    "填",
    "yyyy",
    "年月日",
    "required",
    "optional",
    "yuan",
    "text",
    "format",
];

/// Words in brackets that change what a number means.
const FACTORS: &[&str] = &[
    "百", "千", "万", "亿", "hundred", "thousand", "million", "%",
];

/// Whether a header names a factor: thousands, percent.
pub(super) fn names_factor(header: &str) -> bool {
    let header = folded(header);
    FACTORS.iter().any(|word| header.contains(word))
}

/// A folded header without marks and notes on how to fill it in; `None` where it has none, or brackets say something else.
fn without_notes(header: &str) -> Option<String> {
    let mut text = String::new();
    let mut note: Option<String> = None;
    for c in header.chars() {
        match (c, &mut note) {
            ('(' | '[' | '【' | '〔' | '〈', None) => note = Some(String::new()),
            (')' | ']' | '】' | '〕' | '〉', Some(words)) => {
                let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
                if !has(NOTES) || has(FACTORS) {
                    return None;
                }
                note = None;
            }
            (c, Some(words)) => words.push(c),
            ('*' | '※' | '★' | ':' | '#', None) => {}
            (c, None) => text.push(c),
        }
    }
    (note.is_none() && text != header && !text.is_empty()).then_some(text)
}

/// A header, folded, without what stands in brackets at its end; `None` where nothing does.
pub(super) fn without_brackets(header: &str) -> Option<String> {
    let text = folded(header);
    let text = text.strip_suffix([')', ']', '】', '〕', '〉'])?;
    let at = text.rfind(['(', '[', '【', '〔', '〈'])?;
    text.get(..at)
        .filter(|bare| !bare.is_empty())
        .map(str::to_owned)
}

/// The index of the first of `headers` that is one of `names`: as written, else folded, else the only one that is it without notes.
pub(super) fn find(headers: &[String], names: &[&str]) -> Option<usize> {
    let exact = |name: &str| headers.iter().position(|h| h.trim() == name);
    if let Some(index) = names.iter().find_map(|name| exact(name.trim())) {
        return Some(index);
    }
    let headers: Vec<String> = headers.iter().map(|h| folded(h)).collect();
    let names: Vec<String> = names.iter().map(|name| folded(name)).collect();
    let same = |name: &String| headers.iter().position(|h| h == name);
    if let Some(index) = names.iter().find_map(same) {
        return Some(index);
    }
    let mut bare = headers.iter().enumerate().filter_map(|(index, header)| {
        let header = without_notes(header)?;
        names.contains(&header).then_some(index)
    });
    let only = bare.next()?;
    bare.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn headers(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| (*t).to_owned()).collect()
    }

    #[test]
    fn a_header_is_found_whatever_its_width_blanks_and_capitals() {
        let file = headers(&["姓 名", "ＩＤ　Number", "Ｎ（元）"]);
        assert_eq!(find(&file, &["name", "姓名"]), Some(0));
        assert_eq!(find(&file, &["id_number"]), Some(1));
        assert_eq!(find(&file, &["n(元)"]), Some(2));
        assert_eq!(find(&file, &["number"]), None);
    }

    #[test]
    fn notes_on_how_to_fill_a_column_in_do_not_matter() {
        let file = headers(&[
            "身份证号（必填）",
            "*姓名：",
            "出生\n日期【格式：2010-01-31】",
            "金额（万元）",
            "住址（监护人）",
        ]);
        assert_eq!(find(&file, &["id", "身份证号"]), Some(0));
        assert_eq!(find(&file, &["姓名"]), Some(1));
        assert_eq!(find(&file, &["出生日期"]), Some(2));
        assert_eq!(find(&file, &["金额"]), None);
        assert_eq!(find(&file, &["住址"]), None);
        let twice = headers(&["姓名（必填）", "姓名*"]);
        assert_eq!(find(&twice, &["姓名"]), None);
    }

    #[test]
    fn a_header_as_written_goes_before_a_folded_one() {
        let file = headers(&["A B", "a_b"]);
        assert_eq!(find(&file, &["a_b"]), Some(1));
    }
}
