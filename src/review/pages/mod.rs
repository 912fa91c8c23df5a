//! The reviewer's pages: where the hours go.

mod decide;
mod desk;
mod elsewhere;
mod look;
mod mark;
mod overview;
mod passages;
mod trails;

pub use decide::{decide_item, reconsider_item};
pub use desk::{item_standing, page_words, reviewer, seen};
pub use elsewhere::{decide_elsewhere, elsewhere};
pub use look::as_sent;
pub use mark::{change_mark, draw_marks, find_words, redo, remove_mark, undo};
pub use overview::overview;
pub use passages::{ask_about, tag_passage, untag_passage};
pub use trails::{give_once, show_once};
