//! A correction's own page, what is sent from it, and the forms by which one comes in.

mod forms;
mod show;
mod work;

pub use forms::{correct_form, correct_send, new_correction, register_correction};
pub use show::{evidence, show as show_correction};
pub use work::{
    add_contested, add_recipient, decide_passage, hand_in_evidence, hear_author, keep_statement,
    name_item, name_record, settle_recipient, take_step,
};

use crate::problem::Invalid;
use crate::web::Shell;

/// Points the error summary at every field that could not be taken, each once.
fn with_errors(mut shell: Shell, wrong: &[Invalid]) -> Shell {
    for invalid in wrong {
        if shell.error_at(invalid.field).is_none() {
            shell = shell.error(&invalid.words, invalid.field);
        }
    }
    shell
}
