//! Nothing overdue unseen: the daily digest to whoever leads requests, the days on which the office is
//! warned, and the bank holidays that dates are reckoned with.

mod actions;
mod digest;
mod jobs;
mod pages;

pub use actions::{NotSet, import_holidays, set_warnings};
pub use jobs::{DIGEST, daily};
pub use pages::{clock, clock_holidays, clock_warnings};
