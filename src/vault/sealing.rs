//! How a file is sealed: bytes in, bytes out, no disk.
//!
//! ```text
//! "CANDOUR1"                          8 bytes, tells the form
//! chunk, chunk, …                     1 MiB of content each, the last one shorter, + 16 each
//! key id, nonce, wrapped key          8 + 24 + 48 bytes
//! ```
//!
//! Each file has a random key of its own, so the nonce of a chunk need not be random: it counts,
//! and its last byte marks the last chunk (the STREAM construction of Hoang, Reyhanitabar, Rogaway
//! and Vizár, 2015, as in the age file format). A chunk moved, left out or added does not open.
//! The key is wrapped by the master key and bound to the content's fingerprint, so a sealed file
//! put in another's place does not open either; XChaCha20, because there the nonces are random and
//! one master key wraps billions. It stands behind the content because the
//! fingerprint of a file that streams in is known last.

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use super::fingerprint::Fingerprint;
use super::keys::{KeyId, Keys, MasterKey};
use super::problem::VaultProblem;

pub(super) const MAGIC: &[u8; 8] = b"CANDOUR1";
pub(super) const CHUNK: usize = 1 << 20;
pub(super) const TAG: usize = 16;
pub(super) const TRAILER: usize = 8 + 24 + 32 + TAG;

/// Bytes a sealed file has for content of `len` bytes.
pub(super) fn sealed_len(len: u64) -> u64 {
    let chunks = len.div_ceil(CHUNK as u64).max(1);
    (MAGIC.len() + TRAILER) as u64 + len + chunks * TAG as u64
}

/// Seals or opens the chunks of one file, in order.
pub(super) struct Chunks {
    cipher: LessSafeKey,
    key: Zeroizing<[u8; 32]>,
    next: u64,
}

/// A chunk did not open.
pub(super) struct Broken;

impl Chunks {
    /// For a new file, with a key of its own.
    pub(super) fn fresh() -> Self {
        let mut key = Zeroizing::new([0u8; 32]);
        rand::fill(key.as_mut_slice());
        Self::with(key)
    }

    fn with(key: Zeroizing<[u8; 32]>) -> Self {
        let cipher = UnboundKey::new(&CHACHA20_POLY1305, key.as_slice())
            .expect("a key of 32 bytes is what the cipher asks for");
        Self { cipher: LessSafeKey::new(cipher), key, next: 0 }
    }

    fn nonce(&mut self, last: bool) -> Nonce {
        let mut nonce = [0u8; NONCE_LEN];
        nonce[3..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = u8::from(last);
        self.next += 1;
        Nonce::assume_unique_for_key(nonce)
    }

    /// Seals `chunk` where it stands and appends its tag.
    pub(super) fn seal(&mut self, chunk: &mut Vec<u8>, last: bool) {
        let nonce = self.nonce(last);
        self.cipher
            .seal_in_place_append_tag(nonce, Aad::from(MAGIC), chunk)
            .expect("a chunk is far below the cipher's limit of 256 GiB");
    }

    /// Opens `chunk` where it stands and takes its tag off.
    pub(super) fn open(&mut self, chunk: &mut Vec<u8>, last: bool) -> Result<(), Broken> {
        let nonce = self.nonce(last);
        let opened = self.cipher.open_in_place(nonce, Aad::from(MAGIC), chunk);
        let len = opened.map_err(|_| Broken)?.len();
        chunk.truncate(len);
        Ok(())
    }

    /// The end of the sealed file: its key, wrapped for `master` and bound to `file`.
    pub(super) fn trailer(&self, file: &Fingerprint, master: &MasterKey) -> [u8; TRAILER] {
        let mut nonce = [0u8; 24];
        rand::fill(&mut nonce);
        let mut wrapped = self.key.to_vec();
        XChaCha20Poly1305::new(&(*master.key).into())
            .encrypt_in_place(&nonce.into(), &bound_to(file, master.id), &mut wrapped)
            .expect("a key is far below the cipher's limit of 256 GiB");
        let mut trailer = [0u8; TRAILER];
        trailer[..8].copy_from_slice(&master.id.0);
        trailer[8..32].copy_from_slice(&nonce);
        trailer[32..].copy_from_slice(&wrapped);
        trailer
    }

    /// Finds the key of a sealed file in its end.
    pub(super) fn from_trailer(
        trailer: &[u8; TRAILER],
        file: &Fingerprint,
        keys: &Keys,
    ) -> Result<Self, VaultProblem> {
        let (id, nonce, wrapped) = split(trailer);
        let master = keys.with_id(id).ok_or(VaultProblem::UnknownKey { file: *file, key: id })?;
        let mut key = Zeroizing::new(wrapped.to_vec());
        XChaCha20Poly1305::new(&(*master.key).into())
            .decrypt_in_place(&nonce.into(), &bound_to(file, id), &mut *key)
            .map_err(|_| VaultProblem::Damaged(*file))?;
        let key = key.as_slice().try_into().map_err(|_| VaultProblem::Damaged(*file))?;
        Ok(Self::with(Zeroizing::new(key)))
    }
}

/// The master key that the end of a sealed file names.
pub(super) fn key_of(trailer: &[u8; TRAILER]) -> KeyId {
    split(trailer).0
}

fn split(trailer: &[u8; TRAILER]) -> (KeyId, [u8; 24], [u8; 48]) {
    let (mut id, mut nonce, mut wrapped) = ([0; 8], [0; 24], [0; 48]);
    id.copy_from_slice(&trailer[..8]);
    nonce.copy_from_slice(&trailer[8..32]);
    wrapped.copy_from_slice(&trailer[32..]);
    (KeyId(id), nonce, wrapped)
}

fn bound_to(file: &Fingerprint, key: KeyId) -> [u8; 48] {
    let mut bound = [0; 48];
    bound[..8].copy_from_slice(MAGIC);
    bound[8..16].copy_from_slice(&key.0);
    bound[16..].copy_from_slice(file.as_bytes());
    bound
}

/// Seals a file that is held whole: its pieces, in order.
pub(super) fn seal(content: &[u8], file: &Fingerprint, master: &MasterKey) -> Vec<Vec<u8>> {
    let mut chunks = Chunks::fresh();
    let mut pieces = vec![MAGIC.to_vec()];
    let count = content.len().div_ceil(CHUNK).max(1);
    for i in 0..count {
        let part = &content[i * CHUNK..content.len().min((i + 1) * CHUNK)];
        let mut chunk = Vec::with_capacity(part.len() + TAG);
        chunk.extend_from_slice(part);
        chunks.seal(&mut chunk, i + 1 == count);
        pieces.push(chunk);
    }
    pieces.push(chunks.trailer(file, master).to_vec());
    pieces
}

/// Opens a sealed file that is held whole.
pub(super) fn open(
    sealed: &[u8],
    file: &Fingerprint,
    keys: &Keys,
) -> Result<Vec<u8>, VaultProblem> {
    let damaged = || VaultProblem::Damaged(*file);
    let body = sealed.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (body, trailer) = body.split_last_chunk::<TRAILER>().ok_or_else(damaged)?;
    let mut chunks = Chunks::from_trailer(trailer, file, keys)?;
    let count = body.len().div_ceil(CHUNK + TAG);
    let mut content = Vec::with_capacity(body.len().saturating_sub(count * TAG));
    for (i, part) in body.chunks(CHUNK + TAG).enumerate() {
        let mut chunk = part.to_vec();
        chunks.open(&mut chunk, i + 1 == count).map_err(|_| damaged())?;
        content.extend_from_slice(&chunk);
    }
    // The name is the content's, whoever sealed it.
    if count == 0 || Fingerprint::of(&content) != *file {
        return Err(damaged());
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys { current: MasterKey::new(Zeroizing::new([byte; 32])), retired: Vec::new() }
    }

    fn content(len: usize) -> Vec<u8> {
        (0..len).map(|i| u8::try_from(i % 251).unwrap()).collect()
    }

    fn sealed(content: &[u8], keys: &Keys) -> (Fingerprint, Vec<u8>) {
        let file = Fingerprint::of(content);
        (file, seal(content, &file, &keys.current).concat())
    }

    #[test]
    fn a_sealed_file_opens_to_what_it_was() {
        let keys = keys(1);
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17] {
            let content = content(len);
            let (file, sealed) = sealed(&content, &keys);

            assert_eq!(sealed.len() as u64, sealed_len(len as u64), "{len}");
            assert!(open(&sealed, &file, &keys).unwrap() == content, "{len}");
        }
    }

    #[test]
    fn one_changed_byte_anywhere_is_noticed() {
        let keys = keys(1);
        let (file, sealed) = sealed(&content(5_000), &keys);

        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 0x40;
            assert!(open(&changed, &file, &keys).is_err(), "byte {place}");
        }
    }

    #[test]
    fn a_file_cut_short_anywhere_is_noticed() {
        let keys = keys(1);
        let (file, whole) = sealed(&content(3_000), &keys);
        for end in 0..whole.len() {
            assert!(open(&whole[..end], &file, &keys).is_err(), "after {end} bytes");
        }

        // Whole chunks left out, the end kept.
        let (file, whole) = sealed(&content(3 * CHUNK), &keys);
        let step = CHUNK + TAG;
        for cut in [0, 1, 2] {
            let at = MAGIC.len() + cut * step;
            let without = [&whole[..at], &whole[at + step..]].concat();
            assert!(open(&without, &file, &keys).is_err(), "without chunk {cut}");
        }
    }

    #[test]
    fn chunks_in_another_order_are_noticed() {
        let keys = keys(1);
        let (file, whole) = sealed(&content(3 * CHUNK), &keys);
        let (start, step) = (MAGIC.len(), CHUNK + TAG);
        let mut swapped = whole.clone();

        swapped[start..start + step].copy_from_slice(&whole[start + step..start + 2 * step]);
        swapped[start + step..start + 2 * step].copy_from_slice(&whole[start..start + step]);

        assert!(open(&swapped, &file, &keys).is_err());
    }

    #[test]
    fn a_sealed_file_in_another_s_place_is_noticed() {
        let keys = keys(1);
        let (_, one) = sealed(b"one pack", &keys);
        let (other, _) = sealed(b"other pack", &keys);

        assert!(matches!(open(&one, &other, &keys), Err(VaultProblem::Damaged(f)) if f == other));
    }

    #[test]
    fn another_key_is_named_and_opens_nothing() {
        let right = keys(1);
        let (file, sealed) = sealed(b"words", &right);

        let refused = open(&sealed, &file, &keys(2)).unwrap_err();

        assert!(matches!(refused, VaultProblem::UnknownKey { key, .. } if key == right.current.id));
    }

    #[test]
    fn the_same_content_is_never_sealed_alike() {
        let keys = keys(1);

        assert_ne!(sealed(b"words", &keys).1, sealed(b"words", &keys).1);
    }
}
