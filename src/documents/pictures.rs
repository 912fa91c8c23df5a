//! Pages that were drawn a moment ago.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;

use crate::vault::Fingerprint;

/// A page of a document at a width in pixels.
pub(super) type Key = (Fingerprint, usize, u32);

/// Holds pictures up to a number of bytes; the one asked for longest ago leaves first.
pub(super) struct Pictures {
    most_bytes: usize,
    bytes: usize,
    turn: u64,
    by_key: HashMap<Key, (u64, Bytes)>,
    by_turn: BTreeMap<u64, Key>,
}

impl Pictures {
    pub(super) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, bytes: 0, turn: 0, by_key: HashMap::new(), by_turn: BTreeMap::new() }
    }

    pub(super) fn get(&mut self, key: &Key) -> Option<Bytes> {
        self.turn += 1;
        let (turn, picture) = self.by_key.get_mut(key)?;
        self.by_turn.remove(turn);
        self.by_turn.insert(self.turn, *key);
        *turn = self.turn;
        Some(picture.clone())
    }

    pub(super) fn put(&mut self, key: Key, picture: Bytes) {
        if picture.len() > self.most_bytes {
            return;
        }
        self.take(&key);
        self.turn += 1;
        self.bytes += picture.len();
        self.by_turn.insert(self.turn, key);
        self.by_key.insert(key, (self.turn, picture));
        while self.bytes > self.most_bytes {
            let Some((_, oldest)) = self.by_turn.first_key_value() else { return };
            self.take(&oldest.clone());
        }
    }

    fn take(&mut self, key: &Key) {
        if let Some((turn, picture)) = self.by_key.remove(key) {
            self.by_turn.remove(&turn);
            self.bytes -= picture.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(page: usize) -> Key {
        (Fingerprint::of(b"one"), page, 900)
    }

    #[test]
    fn the_picture_asked_for_longest_ago_leaves_first() {
        let mut pictures = Pictures::new(30);
        for page in 0..3 {
            pictures.put(key(page), Bytes::from(vec![0; 10]));
        }
        assert!(pictures.get(&key(0)).is_some());

        pictures.put(key(3), Bytes::from(vec![0; 10]));

        let kept: Vec<_> = (0..4).filter(|page| pictures.get(&key(*page)).is_some()).collect();
        assert_eq!(kept, [0, 2, 3]);
    }

    #[test]
    fn a_picture_put_twice_counts_once_and_one_too_large_is_not_kept() {
        let mut pictures = Pictures::new(30);
        pictures.put(key(0), Bytes::from(vec![0; 20]));
        pictures.put(key(0), Bytes::from(vec![1; 20]));
        pictures.put(key(1), Bytes::from(vec![0; 31]));
        pictures.put(key(2), Bytes::from(vec![0; 10]));

        assert_eq!(pictures.get(&key(0)), Some(Bytes::from(vec![1; 20])));
        assert!(pictures.get(&key(1)).is_none());
        assert!(pictures.get(&key(2)).is_some());
    }
}
