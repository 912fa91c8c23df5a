//! Releasing a pack, collecting it, and the register.

mod door;
mod portal;
mod register;
mod release;

pub use door::{Code, DoorWords, enter_by, show as show_door};
pub use portal::{PACK_COOKIE, door, enter, file, reading, wrong_person};
pub use register::{export, index, of_request};
pub use release::{close, locked_file, move_reading, prove, release_form, release_pack, revoke};
