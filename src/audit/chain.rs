//! How lines hold each other: each carries the hash of the one before it.

use chrono::{DateTime, SubsecRound, Utc};
use sha2::{Digest, Sha256};

use super::{About, Act};
use crate::access::Who;
use crate::db::Id;

/// The end of the chain: the last line's number and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

impl Head {
    /// Of an empty diary.
    pub fn start() -> Self {
        Self { seq: 0, hash: String::new() }
    }
}

/// One line of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_id: Option<Id>,
    pub actor_name: String,
    pub act: String,
    pub request_id: Option<Id>,
    pub object_id: Option<Id>,
    pub detail: String,
    pub previous_hash: String,
    pub hash: String,
}

/// Where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("line {seq} was changed: its words do not give its hash")]
    Changed { seq: i64 },
    #[error("line {expected} is missing: line {found} stands in its place")]
    Missing { expected: i64, found: i64 },
    #[error("line {seq} does not follow the line before it")]
    Reordered { seq: i64 },
    #[error("the diary ends at line {found}, and line {kept} was the last one written")]
    CutOff { kept: i64, found: i64 },
}

impl Line {
    pub(super) fn next(head: &Head, by: &Who, act: Act, about: About, now: DateTime<Utc>) -> Self {
        let mut line = Self {
            seq: head.seq + 1,
            // Both databases keep microseconds, and the hash must be the same when read back.
            at: now.trunc_subsecs(6),
            actor_kind: by.kind().to_owned(),
            actor_id: by.id(),
            actor_name: by.name().to_owned(),
            act: act.name().to_owned(),
            request_id: about.request,
            object_id: about.object,
            detail: about.words,
            previous_hash: head.hash.clone(),
            hash: String::new(),
        };
        line.hash = line.computed();
        line
    }

    pub(super) fn follows(&self, head: &Head) -> Result<Head, Broken> {
        if self.seq != head.seq + 1 {
            return Err(Broken::Missing { expected: head.seq + 1, found: self.seq });
        }
        if self.previous_hash != head.hash {
            return Err(Broken::Reordered { seq: self.seq });
        }
        if self.hash != self.computed() {
            return Err(Broken::Changed { seq: self.seq });
        }
        Ok(Head { seq: self.seq, hash: self.hash.clone() })
    }

    /// SHA-256 over every field, each behind its length, so that no two lines read alike.
    fn computed(&self) -> String {
        let seq = self.seq.to_string();
        let at = self.at.timestamp_micros().to_string();
        let empty = "";
        let fields = [
            self.previous_hash.as_str(),
            &seq,
            &at,
            &self.actor_kind,
            self.actor_id.as_ref().map_or(empty, Id::as_str),
            &self.actor_name,
            &self.act,
            self.request_id.as_ref().map_or(empty, Id::as_str),
            self.object_id.as_ref().map_or(empty, Id::as_str),
            &self.detail,
        ];
        let mut hash = Sha256::new();
        for field in fields {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The line as a sentence, without its subject: "sent a search to the school".
    pub fn sentence(&self) -> String {
        let act = Act::from_name(&self.act).map_or(self.act.as_str(), |act| act.words());
        if self.detail.is_empty() { act.to_owned() } else { format!("{act}: {}", self.detail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_lines() -> Vec<Line> {
        let mut head = Head::start();
        let mut lines = Vec::new();
        for words in ["one", "two", "three"] {
            let about = About::nothing().words(words);
            let line = Line::next(&head, &Who::System, Act::SignedIn, about, DateTime::UNIX_EPOCH);
            head = Head { seq: line.seq, hash: line.hash.clone() };
            lines.push(line);
        }
        lines
    }

    fn read(lines: &[Line]) -> Result<Head, Broken> {
        lines.iter().try_fold(Head::start(), |head, line| line.follows(&head))
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert!(read(&three_lines()).is_ok_and(|head| head.seq == 3));
    }

    #[test]
    fn a_changed_word_is_found_at_its_line() {
        let mut lines = three_lines();
        lines[1].detail = "2".into();

        assert_eq!(read(&lines), Err(Broken::Changed { seq: 2 }));
    }

    #[test]
    fn a_missing_line_is_found() {
        let mut lines = three_lines();
        lines.remove(1);

        assert_eq!(read(&lines), Err(Broken::Missing { expected: 2, found: 3 }));
    }

    #[test]
    fn a_line_rewritten_with_its_own_new_hash_is_found_at_the_next() {
        let mut lines = three_lines();
        lines[1].detail = "2".into();
        lines[1].hash = lines[1].computed();

        assert_eq!(read(&lines), Err(Broken::Reordered { seq: 3 }));
    }
}
