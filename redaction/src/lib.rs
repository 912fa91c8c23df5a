//! Takes words, pixels and shapes out of a PDF, and proves that they are gone.
//!
//! [`redact`] takes bytes and a [`Plan`] and gives bytes and a [`Report`], or a [`Refusal`].
//! It opens no file, asks no clock, calls no network, and the same input gives the same output.
//! Nothing leaves it that [`verify`] has not read again with readers that share no code with
//! what removed the words.
//!
//! Modules stand in building order: each uses only those above it.

pub mod geometry;
pub mod limits;
pub mod plan;
pub mod refusal;
pub mod report;

pub mod read;

mod content;
mod fonts;
mod graph;
mod region;
mod scene;
mod wording;

mod hidden;
mod images;
mod locate;
mod properties;
mod residue;
mod text;
mod vectors;

pub mod apply;

pub mod verify;

pub use verify::verify;
