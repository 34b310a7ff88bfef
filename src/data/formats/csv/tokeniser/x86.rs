//! The same blocks and offsets by 256 and 512 bits at once, where the processor says that it has the instructions.
//!
//! The only unsafe code is the call of a safe function that is compiled for instructions which the processor was asked for, and reads and
//! writes of as many bytes as the arrays have that they are made from.

#![expect(
    unsafe_code,
    reason = "instructions that the processor was asked for at run time"
)]

use super::{Block, Tokens, one_by_one, scan};
use std::arch::x86_64::{
    _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8,
    _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask, _mm512_cvtepu8_epi32,
    _mm512_extracti32x4_epi32, _mm512_loadu_si512, _mm512_maskz_compress_epi8, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_storeu_si512,
};

/// The separators, where the processor has one of the two sets of instructions.
pub(super) fn separators(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Option<Tokens> {
    if !is_x86_feature_detected!("avx2")
        || !is_x86_feature_detected!("bmi1")
        || !is_x86_feature_detected!("bmi2")
        || !is_x86_feature_detected!("lzcnt")
        || !is_x86_feature_detected!("popcnt")
    {
        return None;
    }
    if is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi2")
    {
        // SAFETY: the function is safe but for the instructions that it may be compiled to, and the processor has just said that it has them.
        return Some(unsafe { by_512(bytes, separator, ends) });
    }
    // SAFETY: as above, for the instructions of the first question.
    Some(unsafe { by_256(bytes, separator, ends) })
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn by_256(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let separator = _mm256_set1_epi8(separator.cast_signed());
    let newline = _mm256_set1_epi8(b'\n'.cast_signed());
    let quote = _mm256_set1_epi8(b'"'.cast_signed());
    let look = |bytes: &[u8; 64]| {
        let (halves, _) = bytes.as_chunks::<32>();
        let mut block = Block {
            either: 0,
            breaks: 0,
            quotes: 0,
        };
        for (half, shift) in halves.iter().zip([0, 32]) {
            // SAFETY: reads the 32 bytes of the array, wherever they lie.
            let half = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
            let breaks = _mm256_cmpeq_epi8(half, newline);
            let either = _mm256_or_si256(_mm256_cmpeq_epi8(half, separator), breaks);
            let bits = |equal| u64::from(_mm256_movemask_epi8(equal).cast_unsigned()) << shift;
            block.either |= bits(either);
            block.breaks |= bits(breaks);
            block.quotes |= bits(_mm256_cmpeq_epi8(half, quote));
        }
        block
    };
    scan(bytes, ends, look, one_by_one)
}

/// The numbers of the bytes of a block.
static NUMBERS: [u8; 64] = {
    let mut numbers = [0; 64];
    let mut at = 0;
    while at < 64 {
        numbers[at as usize] = at;
        at += 1;
    }
    numbers
};

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,lzcnt,popcnt")]
fn by_512(bytes: &[u8], separator: u8, ends: &mut Vec<u32>) -> Tokens {
    let separator = _mm512_set1_epi8(separator.cast_signed());
    let newline = _mm512_set1_epi8(b'\n'.cast_signed());
    let quote = _mm512_set1_epi8(b'"'.cast_signed());
    // SAFETY: reads the 64 bytes of the array.
    let numbers = unsafe { _mm512_loadu_si512(NUMBERS.as_ptr().cast()) };
    let look = |bytes: &[u8; 64]| {
        // SAFETY: reads the 64 bytes of the array, wherever they lie.
        let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
        let breaks = _mm512_cmpeq_epi8_mask(bytes, newline);
        Block {
            either: _mm512_cmpeq_epi8_mask(bytes, separator) | breaks,
            breaks,
            quotes: _mm512_cmpeq_epi8_mask(bytes, quote),
        }
    };
    let write = |slots: &mut [u32; 64], base: u32, mask: u64| {
        let found = mask.count_ones();
        let places = _mm512_maskz_compress_epi8(mask, numbers);
        let base = _mm512_set1_epi32(base.cast_signed());
        let (slots, _) = slots.as_chunks_mut::<16>();
        let mut put = |part: usize, places| {
            let ends = _mm512_add_epi32(_mm512_cvtepu8_epi32(places), base);
            // SAFETY: writes the 16 numbers of 4 bytes of the array, wherever they lie.
            unsafe { _mm512_storeu_si512(slots[part].as_mut_ptr().cast(), ends) };
        };
        put(0, _mm512_castsi512_si128(places));
        if found > 16 {
            put(1, _mm512_extracti32x4_epi32::<1>(places));
        }
        if found > 32 {
            put(2, _mm512_extracti32x4_epi32::<2>(places));
            put(3, _mm512_extracti32x4_epi32::<3>(places));
        }
    };
    scan(bytes, ends, look, write)
}

#[cfg(test)]
mod tests {
    use super::{by_256, by_512};
    use crate::data::formats::csv::tokeniser::separators_anywhere;
    use proptest::prelude::{ProptestConfig, any, prop, prop_oneof, proptest};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn all_ways_give_the_same(
            text in prop::collection::vec(
                prop_oneof![
                    4 => any::<u8>(),
                    4 => prop::sample::select(b",\n\"\r".to_vec()),
                    8 => prop::sample::select("a0学".as_bytes().to_vec()),
                ],
                0..700,
            )
        ) {
            let mut anywhere = Vec::new();
            let tokens = separators_anywhere(&text, b',', &mut anywhere);
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
                let mut here = Vec::new();
                // SAFETY: the processor has the instructions.
                assert_eq!(tokens, unsafe { by_256(&text, b',', &mut here) });
                assert_eq!(here[..tokens.count], anywhere[..tokens.count]);
            }
            if is_x86_feature_detected!("avx512vbmi2") && is_x86_feature_detected!("avx512bw") {
                let mut here = Vec::new();
                // SAFETY: as above.
                assert_eq!(tokens, unsafe { by_512(&text, b',', &mut here) });
                assert_eq!(here[..tokens.count], anywhere[..tokens.count]);
            }
        }
    }
}
