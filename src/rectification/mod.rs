//! A correction: something in the record is contested, looked into, decided by somebody who did not
//! write it, applied, and told to everybody who was given the old words.

mod asked;
pub mod outcome;
mod letters;
mod note;
mod store;
mod actions;
mod pages;

pub use crate::requests::correction::{Event, OutOfTurn, State};
pub use actions::{Contested, NotCorrected, ask, investigate, register};
pub use asked::{CorrectionForm, Passage};
pub use outcome::Outcome;
pub use pages::*;
