//! Letting a sealed pack go: released with a second proof that travels another way, collected, and
//! entered in the register of who received what, which pages, when, how and by whom.

mod actions;
mod after;
mod collect;
mod door;
mod how;
mod pages;
mod register;
mod store;

pub use collect::{NotOpened, OpenPack, open, tell_owner};
pub use door::Door;
pub use pages::*;
pub use store::DisclosureRow;
