//! What a file that came in is made of: itself, or what an archive or a mail holds.

use super::{Desk, fingerprint, first_bytes};
use crate::documents::{FileKind, Member, recognise};
use crate::jobs::Setback;
use crate::records::import::plain;
use crate::records::naming;
use crate::records::store::Upload;
use crate::vault::Fingerprint;

/// One file that becomes one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub name: String,
    pub file: Fingerprint,
    pub bytes: u64,
    pub is_mail: bool,
    /// The mail it was attached to: its place among the pieces.
    pub parent: Option<usize>,
}

/// The pieces, and what was left out of them, in words.
pub type Pieces = (Vec<Piece>, Option<String>);

/// # Errors
/// Within: why the file is not taken at all. Without: something of ours failed.
pub fn pieces(desk: &Desk, upload: &Upload) -> Result<Result<Pieces, String>, Setback> {
    let name = naming::shown(&upload.file_name);
    if upload.bytes == 0 {
        return Ok(Err(format!("“{name}” is empty; ask whoever sent it for another copy")));
    }
    let file = fingerprint(&upload.sha256)?;
    let kind = recognise(&upload.file_name, &first_bytes(&desk.vault, file)?)
        .unwrap_or(FileKind::Unviewable);
    let itself = Piece {
        name: upload.file_name.clone(),
        file,
        bytes: u64::try_from(upload.bytes).unwrap_or_default(),
        is_mail: kind == FileKind::Mail,
        parent: None,
    };
    if !kind.holds_files() {
        return Ok(Ok((vec![itself], None)));
    }
    let vault = desk.vault.clone();
    let members =
        desk.documents.wait(move |pool| async move { pool.unpack(file, kind, &vault).await });
    match members {
        Ok(members) if kind == FileKind::Zip => Ok(match arranged(None, members) {
            (pieces, _) if pieces.is_empty() => {
                Err(format!("“{name}” holds no files; ask whoever sent it for another copy"))
            }
            arranged => Ok(arranged),
        }),
        Ok(members) => Ok(Ok(arranged(Some(itself), members))),
        Err(problem) if problem.is_the_document_s() && kind == FileKind::Zip => {
            Ok(Err(plain::sentence(&name, &problem)))
        }
        // The mail itself is kept, and says at its own item what is wrong with it.
        Err(problem) if problem.is_the_document_s() => {
            let left_out = format!("what is attached could not be taken out: {problem}");
            Ok(Ok((vec![itself], Some(plain::sentence_of(&name, &left_out)))))
        }
        Err(problem) => Err(Setback::Passing(problem.to_string())),
    }
}

/// Members as pieces: archives give way to what they hold, a mail's attachments stand under it.
fn arranged(outermost: Option<Piece>, members: Vec<Member>) -> Pieces {
    let mut pieces: Vec<Piece> = outermost.into_iter().collect();
    let outer = if pieces.is_empty() { None } else { Some(0) };
    // For each member: the piece under which what it holds stands.
    let mut stands_under: Vec<Option<usize>> = Vec::with_capacity(members.len());
    let mut empty = Vec::new();
    for member in members {
        let parent = match member.inside {
            None => outer,
            Some(at) => stands_under.get(at).copied().flatten(),
        };
        let litter = naming::is_litter(&member.name);
        if member.kind == FileKind::Zip || litter || member.bytes == 0 {
            if member.bytes == 0 && !litter {
                empty.push(naming::shown(&member.name));
            }
            stands_under.push(parent);
            continue;
        }
        stands_under.push(if member.kind == FileKind::Mail { Some(pieces.len()) } else { parent });
        pieces.push(Piece {
            name: member.name,
            file: member.file,
            bytes: member.bytes,
            is_mail: member.kind == FileKind::Mail,
            parent,
        });
    }
    let left_out = match empty.as_slice() {
        [] => None,
        [one] => Some(format!("“{one}” in it is empty and was left out")),
        [first, ..] => {
            let count = empty.len();
            Some(format!("{count} files in it are empty and were left out, the first is “{first}”"))
        }
    };
    (pieces, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, inside: Option<usize>, kind: FileKind, bytes: u64) -> Member {
        Member { name: name.into(), inside, kind, file: Fingerprint::of(name.as_bytes()), bytes }
    }

    #[test]
    fn attachments_stand_under_their_mail_and_archives_give_way_to_what_they_hold() {
        let members = vec![
            member("notes.txt", None, FileKind::Text, 5),
            member("re.eml", None, FileKind::Mail, 5),
            member("inner.zip", Some(1), FileKind::Zip, 5),
            member("report.pdf", Some(2), FileKind::Pdf, 5),
            member("__MACOSX/._report.pdf", None, FileKind::Unviewable, 5),
            member("empty.txt", None, FileKind::Unviewable, 0),
        ];

        let (pieces, left_out) = arranged(None, members);

        let found: Vec<_> = pieces.iter().map(|p| (p.name.as_str(), p.parent)).collect();
        assert_eq!(found, [("notes.txt", None), ("re.eml", None), ("report.pdf", Some(1))]);
        assert_eq!(left_out.as_deref(), Some("“empty.txt” in it is empty and was left out"));
    }

    #[test]
    fn what_is_attached_to_a_mail_that_came_alone_stands_under_it() {
        let mail = Piece {
            name: "re.eml".into(),
            file: Fingerprint::of(b"re"),
            bytes: 2,
            is_mail: true,
            parent: None,
        };

        let (pieces, _) = arranged(Some(mail), vec![member("a.pdf", None, FileKind::Pdf, 5)]);

        assert_eq!(pieces.iter().map(|p| p.parent).collect::<Vec<_>>(), [None, Some(0)]);
    }
}
