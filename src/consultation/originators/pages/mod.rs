//! The pages of consultations: the request's own, and the one behind a link.

mod answer;
mod passages;
mod picture;
mod selected;
pub(super) mod show;

pub use answer::{answer_form, answer_send, answer_sent, answer_take_back, passage_seen};
pub use passages::{add_passage_send, remove_passage_send};
pub use picture::passage_picture;
pub use show::{
    approve_send, conclude_send, draft_form, draft_send, drop_send, not_found_send, show_one,
};
