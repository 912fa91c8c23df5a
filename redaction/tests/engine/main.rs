//! The engine as its callers meet it, in one binary.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod tools;

mod around;
mod command_line;
mod hostile;
mod habits;
mod kinds;
mod proof;
mod reading;
mod redrawn;
mod removal;
mod rereading;
mod steps;
mod undone;
