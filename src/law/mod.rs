//! The law a reply must keep: time limits, exemptions, who may ask and what a reply holds. The
//! texts and numbers are data in `data/`, the tests they call for are rules in Rust. Pure: no SQL,
//! HTTP, disk or clock.

pub mod balancing;
pub mod case_rules;
pub mod check;
pub mod clock;
pub mod exemptions;
pub mod matter;
pub mod reckoning;
pub mod requesters;
mod versions;

pub use clock::{CannotReckon, reckon};
pub use exemptions::{Exemption, Facts, LocalGround, Outcome};
pub use matter::{Closed, Context, Event, EventKind, Matter, Regime};
pub use reckoning::{Reckoning, Status, Step};
pub use requesters::{RequesterKind, Standing};
