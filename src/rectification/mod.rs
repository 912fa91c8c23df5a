//! A correction: something in the record is contested, looked into, decided by somebody who did not
//! write it, applied, and told to everybody who was given the old words.

pub mod outcome;
pub mod state;

pub use outcome::Outcome;
pub use state::{Event, OutOfTurn, State};
