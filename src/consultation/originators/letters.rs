//! The mails of a consultation. They hold nothing of the case: what is asked stands behind the
//! link.

use chrono::{DateTime, Duration, Utc};

use super::store::ConsultationRow;
use crate::calendar::{local_day, words};
use crate::db::{Db, Id};
use crate::links::{self, NewLink, Purpose};
use crate::mail::{self, Channel, Message};
use crate::requests::{NotDone, RequestRow};
use crate::settings::Settings;

/// Why somebody with a safeguarding flag is not written to.
pub const UNSAFE: &str = "a safeguarding flag stands on this person: they are not contacted; record why, and weigh without them";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    Question,
    Reminder,
    Thanks,
}

/// The field in which the reply to a passage is written.
pub fn reply_field(number: i64) -> &'static str {
    const FIELDS: [&str; 8] =
        ["reply_1", "reply_2", "reply_3", "reply_4", "reply_5", "reply_6", "reply_7", "reply_8"];
    let at = usize::try_from(number - 1).unwrap_or(0);
    FIELDS.get(at).copied().unwrap_or("reasons")
}

/// Writes to the person consulted. A question and a reminder carry a new link; the one before
/// stops working, since only its hash was kept.
pub fn write(
    db: &mut Db,
    request: &RequestRow,
    row: &ConsultationRow,
    letter: Letter,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let until = row.answer_by.unwrap_or_else(|| local_day(now));
    let link = match letter {
        Letter::Question | Letter::Reminder => {
            links::withdraw(db, row.id, now)?;
            let days = (until - local_day(now)).num_days() + 1;
            let link = NewLink {
                purpose: Purpose::Consultation,
                object: row.id,
                request: Some(request.id),
                person: row.person_email.clone(),
                lives: Duration::days(days.max(1)),
                max_uses: 10_000,
                code_hash: None,
            };
            let (_, token): (Id, String) = links::make(db, &link, now)?;
            settings.link(&format!("/consultations/{token}"))
        }
        Letter::Thanks => String::new(),
    };
    let (subject, first) = match letter {
        Letter::Question => (
            "We would like your view",
            format!(
                "Somebody has asked to see what we hold about them. Some of it came from you, so we would like \
                 your view before we decide.\n\nWhat we ask about is on this page, and only there:\n{link}\n\n\
                 You can save your answer and come back to it. We will weigh what you say; the decision is ours."
            ),
        ),
        Letter::Reminder => (
            "Reminder: we would like your view",
            format!(
                "We asked for your view and have no answer yet. You can still give it on this page, which takes \
                 the place of the one before:\n{link}\n\nIf we hear nothing, we will have to decide without you."
            ),
        ),
        Letter::Thanks => (
            "Thank you for your answer",
            "Your answer has reached us, and we will weigh it before we decide. You can take it back or change it \
             on the page we sent you."
                .to_owned(),
        ),
    };
    let from = &settings.controller;
    let body = format!(
        "Dear {},\n\n{first}\n\nThe page is open until {}. Please pass its address on to nobody.\n\n\
         Reference: {}\nQuestions: {}, {}\n\n{}\n",
        row.person_name,
        words(until),
        request.reference,
        from.email,
        from.phone,
        from.name
    );
    let message = Message {
        request: Some(request.id),
        purpose: "consultation",
        channel: Channel::Email,
        to_name: row.person_name.clone(),
        to_address: row.person_email.clone(),
        subject: format!("{subject}, {}", request.reference),
        body,
    };
    mail::send(db, &message, now)?;
    Ok(())
}
