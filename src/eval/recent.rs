//! Values of cells seen lately, so that a text which comes again is read once.

/// How many texts are remembered.
const PLACES: usize = 64;

/// What is looked at first of a text: where two texts of up to 16 bytes agree in it, they are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Mark {
    head: u64,
    tail: u64,
    length: usize,
}

impl Mark {
    #[inline]
    fn of(text: &[u8]) -> Self {
        let (head, tail) = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
                (Some(head), Some(tail)) => (
                    u64::from(u32::from_le_bytes(*head)),
                    u64::from(u32::from_le_bytes(*tail)),
                ),
                // Up to three bytes: the first, the middle and the last one are all of them.
                _ => match (text.first(), text.get(text.len() / 2), text.last()) {
                    (Some(&first), Some(&middle), Some(&last)) => (
                        u64::from(first) | u64::from(middle) << 8 | u64::from(last) << 16,
                        0,
                    ),
                    _ => (0, 0),
                },
            },
        };
        Self {
            head,
            tail,
            length: text.len(),
        }
    }

    #[inline]
    fn place(self) -> usize {
        let mix = self.head ^ self.tail.rotate_left(29) ^ self.length as u64;
        (mix.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize
    }
}

/// Values by the texts that they were made from.
pub(crate) struct Recent<'b, T> {
    slots: [Option<(Mark, &'b [u8], T)>; PLACES],
}

impl<'b, T: Copy> Recent<'b, T> {
    pub(crate) fn new() -> Self {
        Self {
            slots: [None; PLACES],
        }
    }

    /// The value of a text, made where it was not seen lately.
    #[inline]
    pub(crate) fn get(&mut self, text: &'b [u8], make: impl FnOnce() -> T) -> T {
        let mark = Mark::of(text);
        let slot = &mut self.slots[mark.place()];
        match slot {
            Some((seen, whole, value))
                if *seen == mark && (mark.length <= 16 || *whole == text) =>
            {
                *value
            }
            _ => {
                let value = make();
                *slot = Some((mark, text, value));
                value
            }
        }
    }
}

/// The value of the text that came last, for columns in which neighbouring rows are alike.
pub(crate) struct Last<'b, T> {
    mark: Mark,
    text: &'b [u8],
    value: T,
}

impl<'b, T: Copy> Last<'b, T> {
    /// Begins with the value of the empty text.
    pub(crate) fn new(value: T) -> Self {
        Self {
            mark: Mark::default(),
            text: b"",
            value,
        }
    }

    /// The value of a text, made where it is another one than the last.
    #[inline]
    pub(crate) fn get(&mut self, text: &'b [u8], make: impl FnOnce() -> T) -> T {
        let mark = Mark::of(text);
        if mark != self.mark || mark.length > 16 && text != self.text {
            let value = make();
            *self = Self { mark, text, value };
        }
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::{Last, Recent};

    #[test]
    fn no_text_gets_the_value_of_another() {
        let alphabet = b"ab\0";
        let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
        for length in 1..=40 {
            for shift in 0..length {
                for &byte in alphabet {
                    let mut text = vec![b'a'; length];
                    text[shift] = byte;
                    texts.push(text);
                }
            }
        }
        let mut recent = Recent::new();
        let mut last = Last::new(&b""[..]);
        for _ in 0..2 {
            for text in &texts {
                assert_eq!(recent.get(text, || text.as_slice()), text.as_slice());
                assert_eq!(last.get(text, || text.as_slice()), text.as_slice());
            }
        }
    }
}
