//! Writing a letter from the wording in use, keeping it as it goes, and sending it.

use chrono::{DateTime, Duration, Utc};

use super::field::Field;
use super::kind::{LetterKind, Reach};
use super::language::Language;
use super::store::{self, SentLetter};
use super::wording::{Filled, Part, Values, Wording};
use crate::db::{Db, DbError, Id};
use crate::jobs::Setback;
use crate::links::{self, NewLink, Purpose};
use crate::mail::{self, Channel, Message, NotTaken};
use crate::problem::{Kind, Problem};
use crate::settings::Settings;

/// For how many days a letter can be read on our page.
pub const READING_DAYS: i64 = 90;

/// Why a letter was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("no manager has approved the wording of \"{}\" yet", .0.words())]
    NotApproved(LetterKind),
    #[error("the letter \"{}\" cannot go: {} is missing", .0.words(), .1.words())]
    Missing(LetterKind, Field),
    #[error("there is neither an e-mail address nor a postal address to write to")]
    NoAddress,
    #[error(transparent)]
    Message(#[from] NotTaken),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotWritten {
    fn kind(&self) -> Kind {
        match self {
            Self::NotApproved(_) => Kind::Conflict,
            Self::Missing(..) | Self::NoAddress => Kind::Invalid,
            Self::Message(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }
}

impl From<NotWritten> for Setback {
    fn from(problem: NotWritten) -> Self {
        match problem {
            NotWritten::Database(e) | NotWritten::Message(NotTaken::Database(e)) => e.into(),
            other @ (NotWritten::NotApproved(_)
            | NotWritten::Missing(..)
            | NotWritten::NoAddress
            | NotWritten::Message(_)) => Setback::Final(other.to_string()),
        }
    }
}

/// A letter whose wording was found and filled.
#[derive(Debug, Clone)]
pub struct Written {
    pub letter: Filled,
    /// The language it is written in, which may not be the one asked for.
    pub language: Language,
    /// 0 for the wording that came with the program.
    pub version: i64,
}

/// Whom a letter goes to.
#[derive(Debug, Clone, Default)]
pub struct Addressee {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// Postal, a line each.
    pub address: String,
    pub language: Language,
    pub large_print: bool,
    /// By post even where there is an e-mail address.
    pub prefers_post: bool,
}

/// A letter to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub kind: LetterKind,
    pub to: Addressee,
    pub request: Option<Id>,
    /// Post or telephone, for a second proof; other letters travel as their kind does.
    pub by: Channel,
    pub values: Values,
}

/// What every letter knows of who sends it.
pub fn of_sender(settings: &Settings) -> Values {
    let from = &settings.controller;
    Values::default()
        .with(Field::Council, &from.name)
        .with(Field::Officer, &from.officer)
        .with(Field::Email, &from.email)
        .with(Field::Phone, &from.phone)
        .with(Field::Regulator, &from.regulator)
        .with(Field::RegulatorAddress, &from.regulator_address)
        .with(Field::Support, &from.support)
}

/// The wording in use for a kind, in the language asked for where there is one, else in English.
///
/// # Errors
/// Where no manager has approved one and the wording that came with the program may not be sent.
pub fn wording(
    db: &mut Db,
    kind: LetterKind,
    language: Language,
    settings: &Settings,
) -> Result<(Wording, Language, i64), NotWritten> {
    let mut wanted = vec![language];
    if language != Language::English {
        wanted.push(Language::English);
    }
    for language in wanted {
        if let Some(row) = store::in_use(db, kind, language).map_err(DbError::from)? {
            return Ok((row.wording(), language, row.number));
        }
    }
    if settings.sends_unapproved() {
        Ok((Wording::read(kind.shipped_in_english()), Language::English, 0))
    } else {
        Err(NotWritten::NotApproved(kind))
    }
}

/// Writes a letter without sending it.
///
/// # Errors
/// Where no wording may be used, or something it must say is not known.
pub fn write(
    db: &mut Db,
    kind: LetterKind,
    language: Language,
    values: &Values,
    settings: &Settings,
) -> Result<Written, NotWritten> {
    let (wording, found, version) = wording(db, kind, language, settings)?;
    let values = values.clone().or(of_sender(settings));
    let mut letter =
        wording.filled(kind, &values, found).map_err(|field| NotWritten::Missing(kind, field))?;
    if found != language {
        let notice = language.not_yet(&settings.controller.phone);
        letter.parts.insert(0, Part::Paragraph(notice));
    }
    Ok(Written { letter, language: found, version })
}

/// Writes a letter and sends it the way its kind travels: kept as it went, with its version.
///
/// # Errors
/// As for [`write`], and where the addressee cannot be reached that way.
pub fn send(
    db: &mut Db,
    outgoing: Outgoing,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotWritten> {
    let Outgoing { kind, to, request, by, values } = outgoing;
    let values = values.with(Field::Name, &to.name);
    let written = write(db, kind, to.language, &values, settings)?;
    let way = way(kind, &to, by)?;
    let kept = if kind.reach() == Reach::SecondProof {
        // What opens a pack is not kept beside it a second time.
        let hidden =
            values.clone().with(Field::Code, "(not kept)").with(Field::Password, "(not kept)");
        write(db, kind, to.language, &hidden, settings)?.letter.kept()
    } else {
        written.letter.kept()
    };
    let sent = SentLetter {
        id: Id::new(),
        request_id: request,
        kind,
        language: written.language,
        version: written.version,
        channel: way.name().into(),
        to_name: to.name.clone(),
        to_address: way.address(&to).into(),
        subject: written.letter.subject.clone(),
        body: kept,
        large_print: to.large_print,
        sent_at: now.naive_utc(),
        opened_at: None,
    };
    store::keep(db, &sent).map_err(DbError::from)?;
    match way {
        Way::By(channel) => {
            let message = Message {
                request,
                purpose: kind.name(),
                channel,
                to_name: to.name.clone(),
                to_address: way.address(&to).into(),
                body: written.letter.text(),
                subject: written.letter.subject,
            };
            mail::send(db, &message, now)?;
        }
        Way::Page => lead_to(db, &sent, &to, &values, settings, now)?,
    }
    Ok(sent.id)
}

/// What staff are to know of a request: what happened, without case words, and where to look.
#[derive(Debug, Clone)]
pub struct Alert<'a> {
    pub request: Id,
    pub reference: &'a str,
    pub occasion: String,
    pub link: String,
}

/// Tells somebody of the office. What happened has happened all the same where they cannot be told, so
/// that goes to the log.
///
/// # Errors
/// Where the database refuses.
pub fn alert(
    db: &mut Db,
    (name, email): (&str, &str),
    what: &Alert<'_>,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let outgoing = Outgoing {
        kind: LetterKind::Alert,
        to: Addressee { name: name.into(), email: email.into(), ..Addressee::default() },
        request: Some(what.request),
        by: Channel::Email,
        values: Values::default()
            .with(Field::Occasion, &what.occasion)
            .with(Field::Reference, what.reference)
            .with(Field::Link, &what.link),
    };
    match send(db, outgoing, settings, now) {
        Ok(_) => Ok(()),
        Err(NotWritten::Database(e) | NotWritten::Message(NotTaken::Database(e))) => Err(e),
        Err(problem) => {
            tracing::error!(%problem, "staff could not be told");
            Ok(())
        }
    }
}

/// How a letter goes to this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    By(Channel),
    /// Read on our page; a mail without case words leads there.
    Page,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Way::By(channel) => channel.name(),
            Way::Page => "page",
        }
    }

    fn address(self, to: &Addressee) -> &str {
        match self {
            Way::By(Channel::Email) | Way::Page => &to.email,
            Way::By(Channel::Letter) => &to.address,
            Way::By(Channel::Phone) => &to.phone,
        }
    }
}

fn way(kind: LetterKind, to: &Addressee, by: Channel) -> Result<Way, NotWritten> {
    let post = !to.address.trim().is_empty();
    let paper = to.prefers_post && post;
    let mail = !paper && !to.email.is_empty();
    match kind.reach() {
        Reach::Mail if !to.email.is_empty() => Ok(Way::By(Channel::Email)),
        Reach::MailOrPost if mail => Ok(Way::By(Channel::Email)),
        Reach::Letter if mail => Ok(Way::Page),
        Reach::MailOrPost | Reach::Letter | Reach::Pack if post => Ok(Way::By(Channel::Letter)),
        Reach::SecondProof if by != Channel::Email => Ok(Way::By(by)),
        Reach::Mail | Reach::MailOrPost | Reach::Letter | Reach::Pack | Reach::SecondProof => {
            Err(NotWritten::NoAddress)
        }
    }
}

/// The mail that says a letter waits, and nothing of what is in it.
fn lead_to(
    db: &mut Db,
    letter: &SentLetter,
    to: &Addressee,
    values: &Values,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotWritten> {
    let link = NewLink {
        purpose: Purpose::Letter,
        object: letter.id,
        request: letter.request_id,
        person: to.name.clone(),
        lives: Duration::days(READING_DAYS),
        max_uses: 1_000,
        code_hash: None,
    };
    let (_, token) = links::make(db, &link, now)?;
    let values = values
        .clone()
        .with(Field::Link, settings.link(&format!("/read/{token}")))
        .with(Field::Days, READING_DAYS.to_string());
    let kind = LetterKind::LetterWaiting;
    let notice = write(db, kind, to.language, &values, settings)?;
    let message = Message {
        request: letter.request_id,
        purpose: kind.name(),
        channel: Channel::Email,
        to_name: to.name.clone(),
        to_address: to.email.clone(),
        body: notice.letter.text(),
        subject: notice.letter.subject,
    };
    mail::send(db, &message, now)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(email: &str, address: &str) -> Addressee {
        Addressee { email: email.into(), address: address.into(), ..Addressee::default() }
    }

    #[test]
    fn case_words_never_go_into_a_mail() {
        for kind in LetterKind::ALL.iter().filter(|kind| kind.reach().bears_case_words()) {
            for by in [Channel::Email, Channel::Letter, Channel::Phone] {
                for to in [to("r@example.org", ""), to("r@example.org", "1 Hill"), to("", "1 Hill")]
                {
                    let way = way(*kind, &to, by).ok();
                    assert_ne!(way, Some(Way::By(Channel::Email)), "{}", kind.name());
                }
            }
        }
    }

    #[test]
    fn a_second_proof_never_goes_by_mail() {
        let way = way(LetterKind::PackCode, &to("r@example.org", "1 Hill"), Channel::Email);

        assert!(matches!(way, Err(NotWritten::NoAddress)));
    }

    #[test]
    fn who_would_rather_have_paper_gets_paper() {
        let rowan = Addressee { prefers_post: true, ..to("r@example.org", "1 Hill") };

        let letter = way(LetterKind::Acknowledgement, &rowan, Channel::Email).ok();

        assert_eq!(letter, Some(Way::By(Channel::Letter)));
    }
}
