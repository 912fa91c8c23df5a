//! The letter book: where letters are worded, approved and previewed, where those of a request are
//! kept as they went, and where their reader finds them.

mod pages;
mod preview;
mod reading;

pub use pages::{
    approve_shipped, approve_wording, file_of_letter, index, letters_of, preview_file, read_door,
    read_file, read_letter, return_wording, show_kind, show_shipped, show_version, write_wording,
};
pub use reading::{NotRead, open};
