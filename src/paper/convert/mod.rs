//! Records that are no PDF, drawn up as one to work on.
//!
//! What a record does not say is not added: no header, no footer, no page number.

mod mail;
mod scan;
mod text;

pub use mail::{MailFacts, from_mail};
pub use scan::from_image;
pub use text::{decoded, from_text};

/// A record as pages.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub pdf: Vec<u8>,
    pub pages: usize,
}

#[cfg(test)]
mod tests;
