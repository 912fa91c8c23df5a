//! Who may do what. [`policy`] is the one table; everybody asks it and nobody compares roles.

mod action;
mod actor;
pub mod policy;
mod role;
mod store;

pub use action::Action;
pub use actor::{Actor, Who};
pub use policy::{Grant, NotAllowed, allow, may};
pub use role::Role;
