//! Counts what is allocated, and refuses what no document may cause.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// All that the process may hold at a time. A request beyond it fails, and the process ends as it would on a machine
/// without that much memory.
const MOST: usize = 1024 * 1024 * 1024;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The allocator of the system, with a limit. Does not see what C libraries allocate.
pub struct Limited;

// SAFETY: every call is handed on to `System` unchanged; a null pointer is what a failed allocation returns.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !grow(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !grow(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if !grow(new_size) {
            return std::ptr::null_mut();
        }
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this layout.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

fn grow(size: usize) -> bool {
    let held = HELD.fetch_add(size, Ordering::Relaxed) + size;
    if held > MOST {
        HELD.fetch_sub(size, Ordering::Relaxed);
        return false;
    }
    PEAK.fetch_max(held, Ordering::Relaxed);
    true
}

/// Bytes held now.
pub fn held() -> usize {
    HELD.load(Ordering::Relaxed)
}

/// The most bytes held at a time since the last call of [`reset_peak`].
pub fn peak() -> usize {
    PEAK.load(Ordering::Relaxed)
}

/// Begins a new measurement.
pub fn reset_peak() {
    PEAK.store(held(), Ordering::Relaxed);
}
