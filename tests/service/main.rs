//! The service as people use it: through HTTP, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic)]

mod answer;
mod exemptions;
mod families;
mod office;

mod conflicts;
mod consultation;
mod documents;
mod completeness;
mod doors;
mod names;
mod passages;
mod places;
mod legal_advice;
mod letters;
mod letters_approved;
mod portal;
mod record_levels;
mod records;
mod rectification;
mod rectification_refused;
mod reminders;
mod refusals;
mod requesters;
mod requests;
mod searches;
mod signing_in;
mod speed;
mod the_demonstration;
mod the_diary;
mod the_pack;
mod the_queue;
mod third_parties;
mod trails;
mod third_parties_by_link;
