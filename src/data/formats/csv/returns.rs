//! Lines that end in a carriage return alone, as old systems wrote them.

use crate::source::Files;
use std::fs::File;
use std::io;

/// Whether the lines of a file end in a carriage return alone; its first bytes are nearly always enough to tell.
pub(super) fn begins_with(file: &File, length: u64) -> io::Result<bool> {
    let mut start = Vec::new();
    for size in [4 << 10, super::SAMPLE] {
        start.resize(usize::try_from(size.min(length)).unwrap_or(0), 0);
        let read = Files::read_at(file, &mut start, 0)?;
        start.truncate(read);
        if ends_in(&start) == Some(false) {
            return Ok(false);
        }
    }
    Ok(ends_in(&start) == Some(true))
}

/// Whether lines end in a carriage return alone, as old systems wrote them: outside quotes there is one, and no line feed. `None` where no
/// line ends.
pub(super) fn ends_in(start: &[u8]) -> Option<bool> {
    let (mut quoted, mut found) = (false, None);
    for &byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return Some(false),
            b'\r' if !quoted => found = Some(true),
            _ => {}
        }
    }
    found
}

/// Carriage returns as line feeds; `\r\n` inside quotes is one line break and stays.
pub(super) fn to_breaks(text: &mut [u8]) {
    for at in 0..text.len() {
        if text[at] == b'\r' && text.get(at + 1) != Some(&b'\n') {
            text[at] = b'\n';
        }
    }
}
