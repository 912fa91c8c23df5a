//! The mails of a consultation. They hold nothing of the case: what is asked stands behind the
//! link.

use chrono::{DateTime, Duration, Utc};

use super::store::ConsultationRow;
use crate::calendar::local_day;
use crate::db::{Db, Id};
use crate::letters::{self, Addressee, Field, LetterKind, Outgoing, Values};
use crate::links::{self, NewLink, Purpose};
use crate::mail::Channel;
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
    let kind = match letter {
        Letter::Question if row.third_party_id.is_some() => LetterKind::ThirdParty,
        Letter::Question => LetterKind::Originator,
        Letter::Reminder => LetterKind::ConsultationChaser,
        Letter::Thanks => LetterKind::ConsultationThanks,
    };
    let outgoing = Outgoing {
        kind,
        to: Addressee {
            name: row.person_name.clone(),
            email: row.person_email.clone(),
            ..Addressee::default()
        },
        request: Some(request.id),
        by: Channel::Email,
        values: Values::default()
            .with(Field::Reference, &request.reference)
            .with(Field::Link, link)
            .on(Field::AnswerBy, Some(until)),
    };
    letters::send(db, outgoing, settings, now)?;
    Ok(())
}
