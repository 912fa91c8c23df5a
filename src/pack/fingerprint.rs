//! What a signature binds to: everything the pack is made from. One changed mark, decision, source
//! or letter gives another fingerprint.

use sha2::{Digest, Sha256};

use super::store::{PackItem, Sources};

/// SHA-256, lower-case hex, over the sources in their order; every field stands behind its length.
pub fn of(sources: &Sources) -> String {
    let mut hash = Hash(Sha256::new());
    hash.add("candour pack 2");
    hash.add(&sources.reference);
    for field in [&sources.name, &sources.address, &sources.needs, &sources.wishes, &sources.letter]
    {
        hash.add(field);
    }
    for item in &sources.items {
        add_item(&mut hash, item);
    }
    hash.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Hash(Sha256);

impl Hash {
    fn add(&mut self, field: &str) {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field.as_bytes());
    }
}

fn add_item(hash: &mut Hash, item: &PackItem) {
    hash.add(item.id.as_str());
    hash.add(&item.number.to_string());
    hash.add(&item.title);
    hash.add(&item.original_sha256);
    hash.add(item.working_sha256.as_deref().unwrap_or_default());
    hash.add(item.decision.as_deref().unwrap_or_default());
    hash.add(item.ground.as_deref().unwrap_or_default());
    hash.add(&item.marks.len().to_string());
    for mark in &item.marks {
        hash.add(mark.id.as_str());
        hash.add(&mark.page.to_string());
        hash.add(&mark.quads);
        hash.add(&mark.ground);
        hash.add(&mark.label);
    }
    hash.add(&item.notices.len().to_string());
    for notice in &item.notices {
        hash.add(&notice.sentence());
        hash.add(&notice.words);
        hash.add(&notice.statement);
    }
    hash.add(if item.entry.is_some() { "entry" } else { "" });
    if let Some(entry) = &item.entry {
        for field in [&entry.at_time, &entry.present, &entry.discussion, &entry.decisions] {
            hash.add(field);
        }
    }
    for number in &item.shown_in {
        hash.add(&format!("shown in {number}"));
    }
    hash.add(&item.passages.len().to_string());
    for passage in &item.passages {
        for number in [passage.page, passage.first_word, passage.last_word] {
            hash.add(&number.to_string());
        }
        for field in [passage.tag.name(), &passage.basis, &passage.maker] {
            hash.add(field);
        }
    }
}
