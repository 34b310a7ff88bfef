//! Arrays of zeros that are read and written in no order: large ones on large pages where the system has them, as far fewer addresses have
//! to be translated then, and all of them there to be written before anything is read from them.
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

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};

use bytemuck::Zeroable;

/// A large page.
const LARGE_PAGE: usize = 2 << 20;
/// Arrays of half of a large page may share one.
const LARGE: usize = LARGE_PAGE / 2;
/// Smaller arrays are left as they are.
const SMALL: usize = 64 << 10;

/// Arrays of so many bytes are made ready in two halves.
const TWO_HALVES: usize = 2 * LARGE_PAGE;

/// An array that begins as zeros.
pub(crate) struct Array<T> {
    slots: Box<[T]>,
    /// So many of the first slots have been asked to be there.
    ready: AtomicUsize,
}

impl<T: Zeroable> Array<T> {
    /// So many zeros.
    pub(crate) fn zeroed(length: usize) -> Self {
        let slots = bytemuck::allocation::zeroed_slice_box(length);
        if size_of_val::<[T]>(&slots) >= LARGE {
            advise(&slots, Advice::LargePages);
        }
        Self {
            slots,
            ready: AtomicUsize::new(0),
        }
    }
}

impl<T: Sync> Array<T> {
    /// Says that the first slots will be read and written soon. Memory that is read before it is written is first taken to be a page of
    /// zeros that all share, and has to be replaced when the first thing is written, which costs a second fault and a word to all
    /// other processors.
    pub(crate) fn will_use(&self, length: usize) {
        let from = self.ready.load(Ordering::Relaxed);
        if length <= from || size_of_val::<[T]>(&self.slots) < SMALL {
            return;
        }
        let step = (LARGE_PAGE / size_of::<T>().max(1)).max(1);
        let to = length.next_multiple_of(step).min(self.slots.len());
        let order = Ordering::Relaxed;
        if self.ready.compare_exchange(from, to, order, order).is_ok() {
            make_ready(self.slots.get(from..to).unwrap_or_default());
        }
    }
}

/// Asks for the memory of an array to be there. Clearing it takes its time, and who asks usually keeps all others waiting: two halves of a
/// large one are cleared side by side.
fn make_ready<T: Sync>(array: &[T]) {
    if size_of_val(array) < TWO_HALVES {
        advise(array, Advice::Ready);
        return;
    }
    let (half, other) = array.split_at(array.len() / 2);
    std::thread::scope(|scope| {
        let beside = || advise(other, Advice::Ready);
        let started = std::thread::Builder::new().spawn_scoped(scope, beside);
        advise(half, Advice::Ready);
        if started.is_err() {
            advise(other, Advice::Ready);
        }
    });
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self {
            slots: Box::default(),
            ready: AtomicUsize::new(0),
        }
    }
}

impl<T> Deref for Array<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.slots
    }
}

impl<T> DerefMut for Array<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.slots
    }
}

/// What the system is told of memory.
#[derive(Clone, Copy)]
enum Advice {
    LargePages,
    Ready,
}

#[cfg(target_os = "linux")]
fn advise<T>(array: &[T], advice: Advice) {
    use std::ffi::{c_int, c_void};
    const PAGE: usize = 4096;
    unsafe extern "C" {
        fn madvise(address: *mut c_void, length: usize, advice: c_int) -> c_int;
    }
    let number = match advice {
        Advice::LargePages => 14,
        Advice::Ready => 23,
    };
    let bytes = size_of_val(array);
    let start = array.as_ptr().cast::<u8>();
    let skip = start.align_offset(PAGE);
    // SAFETY: the advice concerns whole pages that lie inside the array (the first boundary of a page in it, and from there a length that is
    // cut down to whole pages by the distance to its end), which is alive for the whole call. Neither kind of advice frees or changes
    // memory, and the pointer is not kept. A refusal is answered by a number that nothing depends on.
    if skip < bytes {
        let length = (bytes - skip) / PAGE * PAGE;
        let _ = unsafe { madvise(start.add(skip).cast_mut().cast(), length, number) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise<T>(_array: &[T], _advice: Advice) {}

#[cfg(test)]
mod tests {
    use super::Array;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn large_arrays_are_zeros_like_small_ones_and_hold_what_is_written() {
        for length in [0, 1, 1000, (2 << 20) + 17] {
            let array: Array<AtomicU64> = Array::zeroed(length);
            assert_eq!(array.len(), length);
            array.will_use(length / 2);
            array.will_use(length);
            assert!(array.iter().all(|slot| slot.load(Ordering::Relaxed) == 0));
            for (at, slot) in array.iter().enumerate() {
                slot.store(at as u64, Ordering::Relaxed);
            }
            let kept = |(at, slot): (usize, &AtomicU64)| slot.load(Ordering::Relaxed) == at as u64;
            assert!(array.iter().enumerate().all(kept));
        }
    }
}
