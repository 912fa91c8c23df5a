//! The pages of the letter book.

mod reading;
mod sent;
mod shipped;
mod version;
mod wordings;

pub use reading::{read_door, read_file, read_letter};
pub use sent::{file_of_letter, letters_of};
pub use shipped::{approve_shipped, show_shipped};
pub use version::{approve_wording, preview_file, return_wording, show_version};
pub use wordings::{index, show_kind, write_wording};

use actix_web::HttpResponse;

use crate::letters::{Language, LetterKind};
use crate::web::{Answer, HttpProblem};

/// A kind and a language by their names in an address.
fn named(kind: &str, language: &str) -> Result<(LetterKind, Language), HttpProblem> {
    LetterKind::from_name(kind).zip(Language::from_name(language)).ok_or_else(HttpProblem::missing)
}

/// A letter on paper. Its name says nothing of whom it is to.
fn pdf(bytes: Vec<u8>, name: &str) -> Answer {
    let shown = format!("inline; filename=\"{name}.pdf\"");
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("content-disposition", shown))
        .body(bytes))
}
