//! Letting a sealed pack go: released with a second proof that travels another way, collected, and
//! entered in the register of who received what, which pages, when, how and by whom. Whoever asked for that gets it in parts, or with
//! somebody beside them.

mod actions;
mod after;
mod collect;
mod door;
mod how;
mod meeting;
mod pages;
mod parts;
mod register;
mod sending;
mod store;

pub use collect::{NotOpened, OpenPack, Told, open, parts_of, tell_owner};
pub use door::Door;
pub use pages::*;
pub use store::DisclosureRow;
