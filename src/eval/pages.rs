//! Arrays of zeros that are read in no order: large ones on large pages where the system has them, as far fewer addresses have to be translated
//! then; smaller ones with all their pages at once, as a page that is read before it is written costs a second fault, for all threads.
//!
//! The only unsafe code here is one call that advises the system about memory. The advice changes how the memory is backed, never what is
//! read from it, and where the system does not take it everything is as without.

#![cfg_attr(
    target_os = "linux",
    expect(
        unsafe_code,
        reason = "advice about pages is given by a call of the system"
    )
)]

use bytemuck::Zeroable;

/// A large page is 2 MiB; arrays of half of one may share one.
const LARGE: usize = 1 << 20;
/// Smaller arrays are left as they are.
const SMALL: usize = 64 << 10;

/// An array of zeros.
pub(crate) fn zeroed<T: Zeroable>(length: usize) -> Box<[T]> {
    let array = bytemuck::allocation::zeroed_slice_box(length);
    advise(&array);
    array
}

#[cfg(target_os = "linux")]
fn advise<T>(array: &[T]) {
    use std::ffi::{c_int, c_void};
    const HUGE_PAGES: c_int = 14;
    const ALL_AT_ONCE: c_int = 23;
    const PAGE: usize = 4096;
    unsafe extern "C" {
        fn madvise(address: *mut c_void, length: usize, advice: c_int) -> c_int;
    }
    let bytes = size_of_val(array);
    let advice = match bytes {
        LARGE.. => HUGE_PAGES,
        SMALL.. => ALL_AT_ONCE,
        _ => return,
    };
    let start = array.as_ptr().cast::<u8>();
    let skip = start.align_offset(PAGE);
    // SAFETY: the advice concerns whole pages that lie inside the array (the first boundary of a page in it, and from there a length that is
    // cut down to whole pages by the distance to its end), which is alive for the whole call. Neither advice frees or changes
    // memory, and the pointer is not kept. A refusal is answered by a number that nothing depends on.
    if skip < bytes {
        let length = (bytes - skip) / PAGE * PAGE;
        let _ = unsafe { madvise(start.add(skip).cast_mut().cast(), length, advice) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise<T>(_array: &[T]) {}

#[cfg(test)]
mod tests {
    use super::zeroed;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn large_arrays_are_zeros_like_small_ones_and_hold_what_is_written() {
        for length in [0, 1, 1000, (2 << 20) + 17] {
            let array: Box<[AtomicU64]> = zeroed(length);
            assert_eq!(array.len(), length);
            assert!(array.iter().all(|slot| slot.load(Ordering::Relaxed) == 0));
            for (at, slot) in array.iter().enumerate() {
                slot.store(at as u64, Ordering::Relaxed);
            }
            let kept = |(at, slot): (usize, &AtomicU64)| slot.load(Ordering::Relaxed) == at as u64;
            assert!(array.iter().enumerate().all(kept));
        }
    }
}
