//! The requester's own pages: follow the request with a link and a code, give what is asked for,
//! read the pack page by page, and say where it is wrong. They show one request and nothing else.

mod actions;
mod invite;
mod pages;
mod plain;
mod reading;
mod store;

pub use invite::{INVITE, invite};
pub use pages::*;
