//! Carrying a message: to an SMTP server, or into the outbox folder where none is set.

use std::path::PathBuf;
use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::{Address, SmtpTransport, Transport};

use super::store;
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{Setback, Work};

/// Who carries mail.
pub struct Carrier {
    from: Mailbox,
    way: Way,
}

enum Way {
    Smtp(Box<SmtpTransport>),
    Outbox(PathBuf),
}

/// Why mail cannot be carried at all.
#[derive(Debug, thiserror::Error)]
pub enum NotDelivered {
    #[error("mail.from is not an address such as Records <records@example.org>: {0}")]
    From(String),
    #[error("mail.smtp_url cannot be used: {0}")]
    Server(String),
    #[error("the outbox folder cannot be made: {0}")]
    Outbox(String),
}

impl Carrier {
    /// `smtp_url` empty: messages become files in `outbox`.
    ///
    /// # Errors
    /// Where the sender, the server's address or the folder cannot be used.
    pub fn new(from: &str, smtp_url: &str, outbox: PathBuf) -> Result<Self, NotDelivered> {
        let from = from.parse().map_err(|_| NotDelivered::From(from.to_owned()))?;
        let way = if smtp_url.is_empty() {
            std::fs::create_dir_all(&outbox).map_err(|e| NotDelivered::Outbox(e.to_string()))?;
            Way::Outbox(outbox)
        } else {
            let server = SmtpTransport::from_url(smtp_url)
                .map_err(|e| NotDelivered::Server(e.to_string()))?
                .timeout(Some(Duration::from_secs(20)))
                .build();
            Way::Smtp(Box::new(server))
        };
        Ok(Self { from, way })
    }

    fn carry(&self, message: &store::MessageRow) -> Result<(), Setback> {
        let address: Address = message
            .to_address
            .parse()
            .map_err(|_| Setback::Final("the address is not an e-mail address".into()))?;
        let mail = lettre::Message::builder()
            .message_id(Some(format!("<{}@candour>", message.id)))
            .date(message.made_at.and_utc().into())
            .from(self.from.clone())
            .to(Mailbox::new(Some(message.to_name.clone()), address))
            .subject(&message.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())
            .map_err(|e| Setback::Final(format!("the message cannot be written: {e}")))?;
        match &self.way {
            Way::Smtp(server) => server.send(&mail).map(drop).map_err(|e| {
                if e.is_permanent() {
                    Setback::Final(e.to_string())
                } else {
                    Setback::Passing(e.to_string())
                }
            }),
            Way::Outbox(folder) => {
                let path = folder.join(format!("{}.eml", message.id));
                std::fs::write(path, mail.formatted()).map_err(|e| Setback::Passing(e.to_string()))
            }
        }
    }
}

/// The job `mail.deliver`.
///
/// # Errors
/// Where the server cannot be reached, which passes, or refuses for good.
pub fn deliver(carrier: &Carrier, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("message")?;
    let mut db = work.db()?;
    let message = store::find(&mut db, id)
        .map_err(DbError::from)?
        .ok_or_else(|| Setback::Final("there is no such message".into()))?;
    if message.sent_at.is_some() {
        return Ok(());
    }
    let carried = carrier.carry(&message);
    let now = work.now();
    db::transaction(&mut db, |db| {
        let (act, words) = match &carried {
            Ok(()) => {
                store::mark_sent(db, id, now).map_err(DbError::from)?;
                (Act::MessageSent, message.subject.clone())
            }
            Err(problem) => {
                store::mark_problem(db, id, &problem.to_string(), now).map_err(DbError::from)?;
                (Act::MessageFailed, message.subject.clone())
            }
        };
        if carried.is_ok() || work.last_try || matches!(carried, Err(Setback::Final(_))) {
            tell(db, &message, act, words, id, now)?;
        }
        Ok::<_, DbError>(())
    })?;
    carried
}

fn tell(
    db: &mut Db,
    message: &store::MessageRow,
    act: Act,
    words: String,
    id: Id,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbError> {
    let about = About { request: message.request_id, object: Some(id), words };
    audit::tell(db, &Who::System, act, about, now)
}
