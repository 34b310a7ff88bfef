//! Small whole numbers as Parquet packs them (runs of one number, and numbers of a few bits side by side) in, the numbers out, some at a time.

use bytes::Bytes;

/// Numbers of so many bits, read one after the other.
pub(super) struct Runs {
    bytes: Bytes,
    /// Where the next run begins.
    next: usize,
    width: u32,
    run: Run,
}

enum Run {
    /// So many times the same number.
    Same { number: u32, left: usize },
    /// So many numbers side by side, the next one from a bit on.
    Packed { bit: usize, left: usize },
}

impl Runs {
    /// `None` where the numbers have more than 32 bits.
    pub(super) fn new(bytes: Bytes, width: u32) -> Option<Self> {
        let run = Run::Same { number: 0, left: 0 };
        (width <= u32::BITS).then_some(Self {
            bytes,
            next: 0,
            width,
            run,
        })
    }

    /// Reads as many numbers as there is room for; `None` where there are fewer.
    pub(super) fn fill(&mut self, numbers: &mut [u32]) -> Option<()> {
        let mut rest = numbers;
        while !rest.is_empty() {
            let (Run::Same { left, .. } | Run::Packed { left, .. }) = &mut self.run;
            if *left == 0 {
                self.open()?;
                continue;
            }
            let count = rest.len().min(*left);
            *left -= count;
            let (now, after) = rest.split_at_mut(count);
            match &mut self.run {
                Run::Same { number, .. } => now.fill(*number),
                Run::Packed { bit, .. } => {
                    unpack(&self.bytes, *bit, self.width as usize, now)?;
                    *bit += count * self.width as usize;
                }
            }
            rest = after;
        }
        Some(())
    }

    /// Goes past so many numbers; `None` where there are fewer.
    pub(super) fn skip(&mut self, count: usize) -> Option<()> {
        let mut rest = count;
        while rest > 0 {
            let (Run::Same { left, .. } | Run::Packed { left, .. }) = &mut self.run;
            if *left == 0 {
                self.open()?;
                continue;
            }
            let passed = rest.min(*left);
            *left -= passed;
            rest -= passed;
            if let Run::Packed { bit, .. } = &mut self.run {
                *bit += passed * self.width as usize;
                if bit.div_ceil(8) > self.bytes.len() {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Goes on to the next run.
    fn open(&mut self) -> Option<()> {
        let mut head = 0u64;
        for shift in (0..).step_by(7) {
            let byte = *self.bytes.get(self.next)?;
            self.next += 1;
            head |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let count = usize::try_from(head >> 1).ok()?;
        if head & 1 == 1 {
            let bit = self.next.checked_mul(8)?;
            let length = count.checked_mul(self.width as usize)?;
            let left = count.checked_mul(8)?;
            self.next = self.next.checked_add(length)?;
            self.run = Run::Packed { bit, left };
        } else {
            let length = self.width.div_ceil(8) as usize;
            let bytes = self.bytes.get(self.next..self.next + length)?;
            let number = (bytes.iter().rev()).fold(0u32, |number, &b| number << 8 | u32::from(b));
            self.next += length;
            self.run = Run::Same {
                number,
                left: count,
            };
        }
        Some(())
    }
}

/// Reads numbers of so many bits (at most 32) that lie side by side from a bit on; `None` where the bytes end before.
fn unpack(bytes: &[u8], bit: usize, width: usize, numbers: &mut [u32]) -> Option<()> {
    let end = numbers.len().checked_mul(width)?.checked_add(bit)?;
    if end.div_ceil(8) > bytes.len() {
        return None;
    }
    let mask = (1u64 << width) - 1;
    for (at, number) in numbers.iter_mut().enumerate() {
        let bit = bit + at * width;
        let rest = bytes.get(bit / 8..).unwrap_or_default();
        let word = match rest.first_chunk::<8>() {
            Some(word) => u64::from_le_bytes(*word),
            None => (rest.iter().rev()).fold(0, |word, &b| word << 8 | u64::from(b)),
        };
        // A mask of 32 bits at most.
        *number = (word >> (bit % 8) & mask) as u32;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::Runs;
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    /// The numbers as a writer may pack them: `same` says which runs are of one number.
    fn packed(runs: &[(bool, Vec<u32>)], width: u32) -> (Vec<u8>, Vec<u32>) {
        let (mut bytes, mut numbers) = (Vec::new(), Vec::new());
        for (same, run) in runs {
            let own: Vec<u32> = (run.iter().map(|&n| n & ((1u64 << width) - 1) as u32)).collect();
            if *same {
                let number = own.first().copied().unwrap_or(0);
                let count = own.len() * 3;
                bytes.push((count << 1 & 0x7F | 0x80) as u8);
                bytes.push((count >> 6) as u8);
                bytes.extend(&number.to_le_bytes()[..width.div_ceil(8) as usize]);
                numbers.extend(std::iter::repeat_n(number, count));
            } else {
                let groups = own.len().div_ceil(8);
                bytes.push((groups << 1 | 1) as u8);
                let mut own = own;
                own.resize(groups * 8, 0);
                let start = bytes.len();
                bytes.resize(start + groups * width as usize, 0);
                for (at, number) in own.iter().enumerate() {
                    for bit in 0..width as usize {
                        let to = at * width as usize + bit;
                        bytes[start + to / 8] |= ((number >> bit & 1) as u8) << (to % 8);
                    }
                }
                numbers.extend(own);
            }
        }
        (bytes, numbers)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn numbers_come_back(
            runs in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u32>(), 0..90)), 0..6),
            width in 0u32..=32,
            piece in 1usize..50,
        ) {
            let (bytes, numbers) = packed(&runs, width);
            let mut read = Runs::new(bytes.clone().into(), width).unwrap();
            let mut back = vec![9; numbers.len()];
            for piece in back.chunks_mut(piece) {
                assert!(read.fill(piece).is_some());
            }
            assert_eq!(back, numbers);
            assert!(read.fill(&mut [0]).is_none());
            assert!(read.skip(1).is_none());
            // Every second piece is gone past.
            let mut read = Runs::new(bytes.clone().into(), width).unwrap();
            for (at, (piece, numbers)) in back.chunks_mut(piece).zip(numbers.chunks(piece)).enumerate() {
                if at % 2 == 0 {
                    assert!(read.skip(piece.len()).is_some());
                } else {
                    piece.fill(9);
                    assert!(read.fill(piece).is_some());
                    assert_eq!(piece, numbers);
                }
            }
            assert!(read.skip(1).is_none());
            // Nothing is read behind the end of what is cut off.
            let cut = bytes.len().saturating_sub(1);
            let mut read = Runs::new(bytes[..cut].to_vec().into(), width).unwrap();
            let mut more = vec![0; numbers.len() + 1];
            assert!(read.fill(&mut more).is_none());
            let mut read = Runs::new(bytes[..cut].to_vec().into(), width).unwrap();
            assert!(read.skip(more.len()).is_none());
        }
    }

    #[test]
    fn numbers_of_more_than_32_bits_are_none() {
        assert!(Runs::new(vec![0].into(), 33).is_none());
    }
}
