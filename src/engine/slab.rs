//! A list whose places are used again: drafts and questions come and go by the hundred thousand, few are alive at once.

use serde::{Deserialize, Serialize};

/// Values that keep their number while they live.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Slab<T> {
    values: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Slab<T> {
    /// An empty list.
    pub(super) fn new() -> Slab<T> {
        Slab { values: Vec::new(), free: Vec::new() }
    }

    /// Keeps a value and returns its number.
    pub(super) fn add(&mut self, value: T) -> u32 {
        if let Some(place) = self.free.pop() {
            self.values[place as usize] = Some(value);
            return place;
        }
        self.values.push(Some(value));
        (self.values.len() - 1) as u32
    }

    /// The value with a number, if it lives.
    pub(super) fn get(&self, place: u32) -> Option<&T> {
        self.values[place as usize].as_ref()
    }

    /// The value with a number, if it lives.
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        self.values[place as usize].as_mut()
    }

    /// Gives a value back; its number will be used again.
    pub(super) fn take(&mut self, place: u32) -> Option<T> {
        let value = self.values[place as usize].take();
        if value.is_some() {
            self.free.push(place);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again_only_after_the_value_is_gone() {
        let mut slab = Slab::new();
        let (a, b) = (slab.add('a'), slab.add('b'));
        assert_eq!((slab.take(a), slab.take(a)), (Some('a'), None));
        assert_eq!(slab.add('c'), a);
        assert_eq!((slab.get(a), slab.get(b)), (Some(&'c'), Some(&'b')));
    }
}
