//! Candour answers people who ask an organisation what it holds about them.
//!
//! Table of contents, in building order: a module uses only those above it.

pub mod problem;
pub mod calendar;
pub mod law;
pub mod paper;
pub mod db;
