//! JSON written straight to an output: no tree in between, and memory for one buffer only.

use std::io::{self, Write};
use std::ops::Range;

/// Writes one JSON text; commas come by themselves.
pub(super) struct JsonWriter<'w> {
    out: &'w mut dyn Write,
    buffer: Vec<u8>,
    comma: bool,
}

/// How much is gathered before it is handed on.
const BUFFER: usize = 128 * 1024;

impl<'w> JsonWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(BUFFER + BUFFER / 8),
            comma: false,
        }
    }

    /// Goes on with a text, whose end [`JsonWriter::into_bytes`] gives: for values that are made beside each other.
    pub(super) fn onto(text: Vec<u8>, nowhere: &'w mut io::Sink) -> Self {
        Self {
            out: nowhere,
            buffer: text,
            comma: false,
        }
    }

    /// Hands on everything, and then a text that was made elsewhere.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(super) fn pass(&mut self, text: &[u8]) -> io::Result<()> {
        self.finish()?;
        self.out.write_all(text)
    }

    /// Begins an object or a list: `{` or `[`.
    #[inline]
    pub(super) fn open(&mut self, bracket: u8) {
        self.next();
        self.buffer.push(bracket);
        self.comma = false;
    }

    /// Ends an object or a list: `}` or `]`.
    #[inline]
    pub(super) fn close(&mut self, bracket: u8) {
        self.buffer.push(bracket);
        self.comma = true;
    }

    /// A key that needs no escaping; its value follows.
    #[inline]
    pub(super) fn key(&mut self, key: &str) {
        self.next();
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(key.as_bytes());
        self.buffer.extend_from_slice(b"\":");
        self.comma = false;
    }

    /// A key of the author's.
    pub(super) fn any_key(&mut self, key: &str) {
        self.string(key);
        self.buffer.push(b':');
        self.comma = false;
    }

    pub(super) fn string(&mut self, text: &str) {
        self.next();
        self.buffer.push(b'"');
        escape(&mut self.buffer, text.as_bytes());
        self.buffer.push(b'"');
    }

    pub(super) fn number(&mut self, number: u64) {
        self.next();
        digits(&mut self.buffer, number);
    }

    /// A number that may have a fraction; what JSON has no number for is null.
    pub(super) fn decimal(&mut self, number: Option<f64>) {
        match number.filter(|number| number.is_finite()) {
            Some(number) => self.raw(number.to_string().as_bytes()),
            None => self.null(),
        }
    }

    pub(super) fn truth(&mut self, truth: bool) {
        self.raw(if truth { b"true" } else { b"false" });
    }

    pub(super) fn null(&mut self) {
        self.raw(b"null");
    }

    /// A value that is JSON already.
    #[inline]
    pub(super) fn raw(&mut self, json: &[u8]) {
        self.next();
        self.buffer.extend_from_slice(json);
    }

    /// Writes something that ends behind a key, and tells where it stands, for [`JsonWriter::again`].
    pub(super) fn marked(&mut self, write: impl FnOnce(&mut Self)) -> Range<usize> {
        self.next();
        self.comma = false;
        let start = self.buffer.len();
        write(self);
        self.comma = false;
        start..self.buffer.len()
    }

    /// Writes what was marked once more; tells where it stands now. Nothing may be handed on in between.
    pub(super) fn again(&mut self, marked: Range<usize>) -> Range<usize> {
        self.marked(|json| json.buffer.extend_from_within(marked))
    }

    pub(super) fn optional_string(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    pub(super) fn optional_number(&mut self, number: Option<u64>) {
        match number {
            Some(number) => self.number(number),
            None => self.null(),
        }
    }

    /// A list of texts.
    pub(super) fn strings<'s>(&mut self, texts: impl IntoIterator<Item = &'s str>) {
        self.open(b'[');
        for text in texts {
            self.string(text);
        }
        self.close(b']');
    }

    /// Starts a new line after the comma that the next value needs.
    pub(super) fn line(&mut self) {
        self.next();
        self.buffer.push(b'\n');
        self.comma = false;
    }

    /// Ends one text, so that another may follow (JSON lines).
    pub(super) fn end_line(&mut self) {
        self.buffer.push(b'\n');
        self.comma = false;
    }

    /// Hands on what was gathered when it is enough to be worth it.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        if self.buffer.len() >= BUFFER {
            self.finish()?;
        }
        Ok(())
    }

    /// Hands on everything.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// What was written and not handed on yet.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.buffer
    }

    #[inline]
    fn next(&mut self) {
        if self.comma {
            self.buffer.push(b',');
        }
        self.comma = true;
    }
}

/// Adds a text between quotes.
fn escape(buffer: &mut Vec<u8>, text: &[u8]) {
    if !needs_escape(text) {
        buffer.extend_from_slice(text);
        return;
    }
    for &byte in text {
        match byte {
            b'"' => buffer.extend_from_slice(b"\\\""),
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            byte if byte < 0x20 => {
                buffer.extend_from_slice(b"\\u00");
                buffer.push(b'0' + (byte >> 4));
                buffer.push(b"0123456789abcdef"[usize::from(byte & 15)]);
            }
            byte => buffer.push(byte),
        }
    }
}

/// Whether a text has a quote, a backslash or a control character in it: eight bytes are looked at together, since most texts are short.
fn needs_escape(text: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // The high bit of a byte stays where the byte is less than `least`, which is at most 0x80; above such a byte also of others.
    let below = |word: u64, least: u8| word.wrapping_sub(ONES * u64::from(least)) & !word & HIGH;
    let special = |word: u64| {
        let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        below(word, 0x20) | is(b'"') | is(b'\\')
    };
    let (words, rest) = text.as_chunks::<8>();
    // A letter stands for the bytes that are missing.
    let mut last = [b'a'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let found = words
        .iter()
        .fold(special(u64::from_ne_bytes(last)), |found, word| {
            found | special(u64::from_ne_bytes(*word))
        });
    found != 0
}

/// Adds a whole number.
pub(super) fn digits(buffer: &mut Vec<u8>, mut number: u64) {
    let mut text = [0_u8; 20];
    let mut start = text.len();
    loop {
        start -= 1;
        // A remainder by ten always fits.
        text[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    buffer.extend_from_slice(&text[start..]);
}

#[cfg(test)]
mod tests {
    use super::needs_escape;
    use proptest::prelude::{Just, any, prop, prop_oneof, proptest};

    proptest! {
        #[test]
        fn what_needs_an_escape_is_found_wherever_it_stands(
            text in prop::collection::vec(
                prop_oneof![20 => b'a'..=0xff_u8, 1 => any::<u8>(), 1 => Just(0x20), 1 => Just(0x1f)],
                0..40,
            ),
        ) {
            let plain = text.iter().any(|&b| b < 0x20 || b == b'"' || b == b'\\');
            assert_eq!(needs_escape(&text), plain, "{text:?}");
        }
    }
}
