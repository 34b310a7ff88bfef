//! A text in, the same text as YAML writes it out.

/// A text as a scalar of YAML: in quotes where it could be anything but a text.
pub(in crate::audit) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
    let is_word = |word: &str| text.eq_ignore_ascii_case(word);
    let is_plain = text.chars().all(plain)
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '.' && text.contains('/'))
        && !["yes", "no", "true", "false", "null", "on", "off", "y", "n"]
            .iter()
            .any(|word| is_word(word));
    if is_plain {
        return text.to_owned();
    }
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            c if c.is_control() => written.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}
