//! What was read from a mail.

use serde::{Deserialize, Serialize};

/// The head of a mail and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRead {
    /// `Name <address>`, as it was written.
    pub from: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub subject: String,
    /// When it was written, in seconds since 1970; `None` where it does not say.
    pub sent: Option<i64>,
    /// As it was written, such as `Mon, 2 Mar 2026 09:15:00 +0000`.
    pub date: String,
    pub message_id: Option<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// Names of what is attached, in order.
    pub attachments: Vec<String>,
    pub body: String,
}
