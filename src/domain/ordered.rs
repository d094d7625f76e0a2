//! A list that is kept in order, each item once.
//!
//! # Why
//! A set of the standard library costs some 5 KB of wasm for every type that it is made of. This is a few hundred bytes,
//! and where items are few, or come nearly in order, it is as fast.

/// Puts `item` where it belongs, unless it is there already.
pub fn put<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(at) = list.binary_search(&item) {
        list.insert(at, item);
    }
}

/// Whether `item` is there.
pub fn has<T: Ord>(list: &[T], item: &T) -> bool {
    list.binary_search(item).is_ok()
}
