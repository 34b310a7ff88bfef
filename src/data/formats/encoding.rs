//! Which encoding a text file has, and its bytes as UTF-8.
//!
//! Chinese files come as UTF-8 or as GBK, which is always read as its superset GB18030. Neither is ever guessed from the header alone:
//! a few Chinese characters in GBK can be valid UTF-8 by accident.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// An encoding and the number of bytes of the mark that names it at the start of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The encoding.
    pub(super) encoding: &'static Encoding,
    /// Bytes to leave out at the start.
    pub(super) mark: usize,
}

/// The encoding of a name as people write it; `None` for a name that nobody knows.
pub(super) fn named(name: &str) -> Option<&'static Encoding> {
    let folded = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    match folded.as_str() {
        "ansi" | "cp936" | "936" | "gbk" | "gb2312" | "gb18030" | "gb-18030" => Some(GB18030),
        "utf8" | "utf-8-sig" | "utf-8-bom" => Some(UTF_8),
        "utf16" => Some(UTF_16LE),
        _ => Encoding::for_label(folded.as_bytes()).map(wide),
    }
}

/// GBK is read as GB18030, which holds it.
fn wide(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The encoding named by a mark at the start of the bytes.
pub(super) fn marked(bytes: &[u8]) -> Option<Found> {
    let (encoding, mark) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        [0x84, 0x31, 0x95, 0x33, ..] => (GB18030, 4),
        _ => return None,
    };
    Some(Found { encoding, mark })
}

/// The likely encoding of whole lines from a file.
pub(super) fn likely(sample: &[u8]) -> &'static Encoding {
    let has_zeros = sample.contains(&0);
    if sample.is_ascii() && !has_zeros {
        return UTF_8;
    }
    if has_zeros && let Some(encoding) = unmarked_utf_16(sample) {
        return encoding;
    }
    match simdutf8::basic::from_utf8(sample) {
        Ok(text) if gbk_by_accident_utf_8(sample, text) => GB18030,
        Ok(_) => UTF_8,
        Err(_) if mostly_utf_8(sample) => UTF_8,
        Err(_) => not_utf_8(sample),
    }
}

/// UTF-16 without a mark: line breaks and digits leave a zero byte in every second place.
fn unmarked_utf_16(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 20 < sample.len() {
        None
    } else if odd > even * 4 {
        Some(UTF_16LE)
    } else if even > odd * 4 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether text that happens to be valid UTF-8 is rather GBK: no character of it is Chinese as UTF-8, all are frequent Chinese characters as GBK,
/// in words of two characters and more, and the detector agrees.
fn gbk_by_accident_utf_8(sample: &[u8], text: &str) -> bool {
    let foreign = text.chars().filter(|c| !c.is_ascii());
    if foreign.clone().any(|c| u32::from(c) >= 0x800) {
        return false;
    }
    let mut words = 0;
    let mut characters = 0;
    for word in sample.split(u8::is_ascii).filter(|word| !word.is_empty()) {
        let (pairs, rest) = word.as_chunks::<2>();
        // GB 2312 begins its characters at B0 A1.
        if !rest.is_empty()
            || pairs
                .iter()
                .any(|[lead, trail]| *lead < 0xB0 || *trail < 0xA1)
        {
            return false;
        }
        words += 1;
        characters += pairs.len();
    }
    words > 0 && characters >= 2 * words && guess(sample) == GB18030
}

/// Whether nearly all of it is UTF-8 with Chinese characters, so that the rest is damage and no other encoding.
fn mostly_utf_8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|&c| u32::from(c) >= 0x800)
            .count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    wide(detector.guess(Some(b"cn"), Utf8Detection::Deny))
}

fn not_utf_8(sample: &[u8]) -> &'static Encoding {
    let guessed = guess(sample);
    if guessed == GB18030 || guessed == BIG5 {
        return guessed;
    }
    let mut text = Vec::new();
    let mut bad = Vec::new();
    decode(GB18030, sample, &mut text, &mut bad);
    let foreign = sample.iter().filter(|b| !b.is_ascii()).count();
    // A Latin file read as GB18030 has many impossible pairs, a damaged Chinese file has few.
    if bad.len() * 50 <= foreign || guessed == WINDOWS_1252 && bad.len() * 10 <= foreign {
        GB18030
    } else {
        guessed
    }
}

/// Appends the bytes as UTF-8. Every sequence that is no text becomes U+FFFD; where those lie in `text` is appended to `bad`.
pub(super) fn decode(
    encoding: &'static Encoding,
    bytes: &[u8],
    text: &mut Vec<u8>,
    bad: &mut Vec<usize>,
) {
    if encoding == UTF_8 {
        for chunk in bytes.utf8_chunks() {
            text.extend_from_slice(chunk.valid().as_bytes());
            if !chunk.invalid().is_empty() {
                bad.push(text.len());
                text.extend_from_slice(REPLACEMENT);
            }
        }
        return;
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut rest = bytes;
    let mut filled = text.len();
    loop {
        let room = decoder
            .max_utf8_buffer_length(rest.len())
            .unwrap_or(rest.len())
            .max(16);
        if text.len() < filled + room {
            text.resize(filled + room, 0);
        }
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(rest, &mut text[filled..], true);
        filled += written;
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(_, _) => {
                // The room for the worst case is kept: it would be cleared anew for every damaged character.
                bad.push(filled);
                text[filled..filled + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                filled += REPLACEMENT.len();
            }
        }
    }
    text.truncate(filled);
}

/// A text with U+FFFD for every zero byte, which no text has, and whether there was one.
pub(super) fn without_zeros(text: Vec<u8>) -> (Vec<u8>, bool) {
    if !text.contains(&0) {
        return (text, false);
    }
    let parts: Vec<&[u8]> = text.split(|&byte| byte == 0).collect();
    (parts.join(REPLACEMENT), true)
}

/// U+FFFD, which stands for what is no text.
pub(super) const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();
