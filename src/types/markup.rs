//! Text made safe for the formats that machines of others read: XML, addresses, workflow commands.
//!
//! What comes out has no character with a meaning of its own in that format, so a text of the author's or of the data never becomes markup.

/// Where the SARIF 2.1.0 schema is published.
pub const SARIF_SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A text inside XML elements and attributes; characters that XML 1.0 does not know become `�`.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other if other.is_control() => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

/// A path with `/` as the reference that RFC 3986 knows: everything but letters, digits and `-._~/` as `%XX` of its UTF-8.
#[must_use]
pub fn uri(path: &str) -> String {
    let mut safe = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':');
    if drive {
        safe.push_str("file:///");
    } else if path.starts_with('/') {
        safe.push_str("file://");
    }
    for (at, byte) in path.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain || drive && at == 1 {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    safe
}

/// The message of a GitHub workflow command.
#[must_use]
pub fn command_text(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a GitHub workflow command.
#[must_use]
pub fn command_property(text: &str) -> String {
    command_text(text).replace(':', "%3A").replace(',', "%2C")
}
