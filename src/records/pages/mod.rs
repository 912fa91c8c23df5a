//! The record on the screen.

mod bulk;
mod entries;
mod files;
mod identity;
mod items;
mod list;
mod named;
mod passages;
mod progress;
mod uploads;

pub use bulk::{change_form, change_send, change_undo};
pub use entries::state_entry;
pub use files::{draw_redacted, original, page_picture, words_of, words_on};
pub use identity::{judge_spelling, look_for_names, names};
pub use items::{item_form, item_save, unviewable};
pub use list::list;
pub use named::{end_reader, name_reader};
pub use passages::{TaggedView, tagged};
pub use progress::progress;
pub use uploads::upload;

use crate::requests::RequestHead;
use crate::web::Shell;

/// The way back from a page of the record.
fn crumbs(shell: Shell, head: &RequestHead) -> Shell {
    let request = format!("/requests/{}", head.reference);
    let record = format!("{request}/record");
    shell.crumb("Requests", "/requests").crumb(&head.reference, request).crumb("Record", record)
}
