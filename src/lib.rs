//! Candour answers people who ask an organisation what it holds about them.
//!
//! Table of contents, in building order: a module uses only those above it.

pub mod problem;
pub mod closed;
pub mod settings;
pub mod calendar;
pub mod law;
pub mod paper;
pub mod db;
pub mod vault;
pub mod documents;
pub mod access;
pub mod audit;
pub mod almanac;
pub mod jobs;
pub mod mail;
pub mod links;
pub mod letters;
pub mod web;
pub mod staff;
pub mod people;
pub mod sight;
pub mod requests;
pub mod identity;
pub mod endings;
pub mod records;
pub mod searches;
pub mod places;
pub mod completeness;
pub mod reminders;
pub mod privilege;
pub mod review;
pub mod family;
pub mod sources;
pub mod grounds;
pub mod consultation;
pub mod pack;
pub mod approval;
pub mod disclosure;
pub mod rectification;
pub mod portal;
pub mod letterbook;
pub mod oversight;
pub mod demo;
pub mod app;
