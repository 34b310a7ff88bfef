//! Comparing names with the headers of files, which people write with other widths, blanks and capitals.

/// A name or header without what does not matter: width, blanks, `_`, `-` and capitals.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The index of the first of `headers` that is one of `names`: as written, else folded.
pub(super) fn find(headers: &[String], names: &[&str]) -> Option<usize> {
    let exact = |name: &str| headers.iter().position(|h| h.trim() == name);
    if let Some(index) = names.iter().find_map(|name| exact(name.trim())) {
        return Some(index);
    }
    let headers: Vec<String> = headers.iter().map(|h| folded(h)).collect();
    names.iter().find_map(|name| {
        let name = folded(name);
        headers.iter().position(|h| *h == name)
    })
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
    fn a_header_as_written_goes_before_a_folded_one() {
        let file = headers(&["A B", "a_b"]);
        assert_eq!(find(&file, &["a_b"]), Some(1));
    }
}
