//! The shell around every page: who is asking, from where, with what right; and how answers and
//! problems look. Pages live with their capability; this module knows none of them.

pub mod assets;
mod csrf;
mod desk;
mod files;
mod forms;
mod gate;
mod health;
mod lines;
mod problem;
mod services;
mod shell;
mod way;

pub use csrf::{Csrf, FIELD as CSRF_FIELD};
pub use desk::{Answer, Desk, Visitor, see_other};
pub use files::{Handed, attachment, take_each, take_files};
pub use forms::{NoFields, Sent};
pub use gate::{
    CspReports, Doorkeeper, Entrant, Gatekeeper, Passage, SESSION_COOKIE, Threshold, cookie, gate,
    gone,
};
pub use health::{healthz, readyz};
pub use lines::{Line, Needs, get, post, table};
pub use problem::HttpProblem;
pub use services::{Clock, Services};
pub use shell::{Crumb, Shell, day, moment, number};
pub use way::{Next, OwnPath};
