//! What is wrong with a file, in words for whoever has to do something about it.

use candour_redaction::refusal::Refusal;

use crate::documents::DocumentProblem;
use crate::records::naming;

/// One sentence that names the file and says what to do.
pub fn sentence(name: &str, problem: &DocumentProblem) -> String {
    match problem {
        DocumentProblem::Refused(refusal) => sentence_of(name, &refused(refusal)),
        DocumentProblem::TooSlow
        | DocumentProblem::TooBig
        | DocumentProblem::Died
        | DocumentProblem::NotTaken(_)
        | DocumentProblem::Busy
        | DocumentProblem::NotStarted(_)
        | DocumentProblem::NotShutIn(_)
        | DocumentProblem::Stopped
        | DocumentProblem::Vault(_) => sentence_of(name, &problem.to_string()),
    }
}

pub fn sentence_of(name: &str, why: &str) -> String {
    format!("“{}”: {why}", naming::shown(naming::last_part(name)))
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NeedsPassword => {
            "it is locked with a password; ask whoever sent it for a copy without one".to_owned()
        }
        Refusal::NoPages => {
            "it has no pages; ask whoever sent it for another copy".to_owned()
        }
        Refusal::Unreadable { .. } => {
            "it is damaged and cannot be opened; ask whoever sent it for another copy, or for a print to PDF"
                .to_owned()
        }
        Refusal::TooLarge { limit, .. } => format!(
            "it passes the limit for {limit}; ask whoever sent it for it in parts, or for a print to PDF"
        ),
        Refusal::BadPlan { .. } | Refusal::CannotRemove { .. } | Refusal::NotProved { .. } => {
            refusal.to_string()
        }
    }
}

/// Why a file whose kind cannot be shown is kept all the same.
pub fn not_shown(name: &str) -> String {
    let last = naming::last_part(name);
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let kind = match ending.as_deref() {
        Some("doc" | "docx" | "odt" | "rtf") => "Word file",
        Some("xls" | "xlsx" | "ods") => "spreadsheet",
        Some("ppt" | "pptx" | "odp") => "presentation",
        Some("msg" | "pst") => "Outlook file",
        Some("htm" | "html" | "mht") => "web page",
        Some("mp3" | "wav" | "m4a" | "wma" | "ogg") => "sound recording",
        Some("mp4" | "mov" | "avi" | "wmv" | "mkv") => "video",
        Some("heic" | "webp" | "gif" | "bmp") => "picture",
        _ => "kind of file",
    };
    let form = match kind {
        "sound recording" | "video" => "Listen to or watch the original, and ask for a transcript",
        _ => "Ask for it as a PDF, or print it to PDF and add that",
    };
    sentence_of(
        name,
        &format!("this {kind} is kept but cannot be shown yet. {form}; then leave this one out"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_file_is_told_with_its_name_and_what_to_do() {
        let problem = DocumentProblem::Refused(Refusal::NeedsPassword);

        assert_eq!(
            sentence("school/report.pdf", &problem),
            "“report.pdf”: it is locked with a password; ask whoever sent it for a copy without one"
        );
    }

    #[test]
    fn a_kind_that_cannot_be_shown_is_called_by_its_name() {
        assert!(not_shown("minutes.DOCX").contains("this Word file is kept"));
        assert!(not_shown("call.mp3").contains("transcript"));
        assert!(not_shown("thing").contains("this kind of file"));
    }
}
