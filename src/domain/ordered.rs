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

/// The same items in order, each once.
pub fn once<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list = Vec::new();
    for item in items {
        put(&mut list, item);
    }
    list
}

/// The places of `keys`, in the order of these; one sort for all that has a number.
pub fn places(keys: impl Iterator<Item = i64>) -> Vec<(i64, usize)> {
    let mut places: Vec<(i64, usize)> = keys.zip(0..).collect();
    sort(&mut places);
    places
}

fn sort(places: &mut [(i64, usize)]) {
    places.sort_unstable();
}

/// Whether `item` is there.
pub fn has<T: Ord>(list: &[T], item: &T) -> bool {
    list.binary_search(item).is_ok()
}
