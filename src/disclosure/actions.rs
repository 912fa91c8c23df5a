//! Releasing, proving delivery, revoking, closing.

use chrono::{DateTime, Utc};

use super::how::How;
use super::meeting::Meeting;
use super::parts::{self, Choice, NotNext, Part};
use super::sending;
use super::store::{self, NewDisclosure};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError, Id};
use crate::grounds;
use crate::letters::NotWritten;
use crate::mail::Channel;
use crate::pack::{self, PackRow, VolumeRow};
use crate::people;
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, Event, NotMoved, Reference, RequestRow};
use crate::settings::Settings;

/// Why nothing was released, or nothing changed in the register.
#[derive(Debug, thiserror::Error)]
pub enum NotReleased {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such entry in the register")]
    NoEntry,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    #[error("there is no sealed pack to release")]
    NoPack,
    #[error("something was changed after the pack was signed; it must be built and signed again")]
    Changed,
    #[error(
        "the pack holds something that is kept for named people; whoever leads the request releases it, or names you for it"
    )]
    Unseen,
    #[error("that part went already, or another one is next; look at the page again")]
    OtherPart,
    #[error("only what is read together can be moved to another day")]
    NoReading,
    #[error("first: {0}")]
    Lacking(String),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Letter(#[from] NotWritten),
    #[error("the code could not be hashed: {0}")]
    Hash(String),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotReleased {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoEntry => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::NotMoved(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::Letter(e) => e.kind(),
            Self::NoPack
            | Self::Changed
            | Self::Unseen
            | Self::OtherPart
            | Self::NoReading
            | Self::Lacking(_) => Kind::Conflict,
            Self::Hash(_) | Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown(_)
            | Self::NoEntry
            | Self::NotAllowed(_)
            | Self::NotMoved(_)
            | Self::NoPack
            | Self::Changed
            | Self::Unseen
            | Self::OtherPart
            | Self::NoReading
            | Self::Letter(_)
            | Self::Lacking(_)
            | Self::Hash(_)
            | Self::Database(_) => None,
        }
    }
}

/// What was chosen and confirmed on the release page.
#[derive(Debug, Clone)]
pub struct Release {
    pub how: How,
    /// The e-mail address (portal) or the postal address, typed again.
    pub confirmed: String,
    /// How the code travels: `letter` or `phone`.
    pub code_by: String,
    pub late_reason: String,
    /// The whole pack, or which part of it.
    pub what: Option<Choice>,
    /// Who sits with the person, when and where; needed where they read together.
    pub meeting: Result<Meeting, Invalid>,
}

/// A file made for this delivery alone, already in the vault.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DeliveredFile {
    pub number: i64,
    pub sha256: String,
    pub bytes: i64,
}

/// The files locked for this delivery and the passphrase that opens them.
#[derive(Debug, Clone, Default)]
pub struct Locked {
    pub passphrase: String,
    pub files: Vec<DeliveredFile>,
}

/// The sealed pack of a request that this person may release.
///
/// # Errors
/// Where it is not theirs, not its turn, or something was changed.
pub fn releasable(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    today: Date,
) -> Result<(RequestRow, PackRow), NotReleased> {
    let request = requests::seen_by(db, by, at)?.ok_or_else(|| NotReleased::Unknown(at.clone()))?;
    allow(by, Action::ReleasePack, &[])?;
    request.state.after(Event::Released).map_err(NotMoved::from)?;
    if !pack::in_sight(db, &request, by)? {
        return Err(NotReleased::Unseen);
    }
    let pack = pack::current(db, request.id)?
        .filter(|p| p.state == "sealed")
        .ok_or(NotReleased::NoPack)?;
    if pack::fingerprint(db, &request)? != pack.fingerprint {
        return Err(NotReleased::Changed);
    }
    // An opinion can lapse between the signature and the day the pack goes out.
    if let Some(lack) = grounds::lacking(db, &request, today)?.into_iter().next() {
        return Err(NotReleased::Lacking(lack.words));
    }
    Ok((request, pack))
}

/// The files of a pack, those that still have to go, and the one that goes now; without one the whole.
pub type Goes = (Vec<VolumeRow>, Vec<Part>, Option<Part>);

/// What goes of a pack where this was chosen.
///
/// # Errors
/// Where nothing is chosen, or what is chosen is not what is next.
pub fn what_goes(db: &mut Db, pack: &PackRow, choice: Option<Choice>) -> Result<Goes, NotReleased> {
    let (volumes, to_go) = left_to_go(db, pack)?;
    let part = parts::chosen(choice, &volumes, &to_go).map_err(|problem| match problem {
        NotNext::NothingChosen => {
            Invalid::new("what", "choose whether the whole pack goes, or a part of it").into()
        }
        NotNext::PartsWent => {
            Invalid::new("what", "parts of this pack went already; the next part goes now").into()
        }
        NotNext::Other => NotReleased::OtherPart,
    })?;
    Ok((volumes, to_go, part))
}

/// The files of a pack, and the parts of it that have not gone.
///
/// # Errors
/// Where the database cannot be read.
pub fn left_to_go(db: &mut Db, pack: &PackRow) -> Result<(Vec<VolumeRow>, Vec<Part>), DbError> {
    let volumes = pack::volumes(db, pack.id)?;
    let gone: Vec<i64> = store::gone(db, pack.id)?.into_iter().map(|(part, _)| part).collect();
    let to_go = parts::to_go(&volumes, &gone);
    Ok((volumes, to_go))
}

/// Letters and figures of an address, so that spaces and line breaks do not matter.
fn essence(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '@' || *c == '.').collect()
}

fn confirmed_address(request: &RequestRow, release: &Release) -> Result<String, Invalid> {
    let (on_file, what) = match release.how {
        How::Portal => (&request.requester_email, "e-mail address"),
        How::Post | How::ByHand | How::EncryptedFile => {
            (&request.requester_address, "postal address")
        }
        // They come themselves: whoever sits with them knows who they are.
        How::Reading => {
            let (post, mail) = (&request.requester_address, &request.requester_email);
            return Ok(if post.trim().is_empty() { mail } else { post }.clone());
        }
    };
    if on_file.trim().is_empty() {
        return Err(Invalid::new(
            "how",
            format!("the request has no {what}; add it, or choose another way"),
        ));
    }
    if essence(on_file) != essence(&release.confirmed) {
        return Err(Invalid::new(
            "confirmed",
            format!(
                "what you typed is not the {what} of the request; check with the person which is right"
            ),
        ));
    }
    Ok(on_file.clone())
}

/// The second proof's way. It is never the way of the link itself.
fn second_way(request: &RequestRow, release: &Release) -> Result<Channel, Invalid> {
    match release.code_by.as_str() {
        "letter" if request.requester_address.trim().is_empty() => {
            Err(Invalid::new("code_by", "there is no postal address to write the code to"))
        }
        "letter" => Ok(Channel::Letter),
        "phone" if request.phone_checked_at.is_none() => Err(Invalid::new(
            "code_by",
            "the phone number was not checked with the person; send the code by letter, or check the number first",
        )),
        "phone" => Ok(Channel::Phone),
        _ => Err(Invalid::new(
            "code_by",
            "choose how the code travels: by letter or by phone, never by e-mail",
        )),
    }
}

/// Lets the pack go, in one transaction: in turn, the same as signed, entered, sent, told.
///
/// # Errors
/// Where the address is not the one on file, the reply is late without a reason, the second proof
/// has no way, or the pack is not what was signed.
pub fn release(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    release: &Release,
    locked: &Locked,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotReleased> {
    db::transaction(db, |db| {
        let (request, pack) = releasable(db, by, at, local_day(now))?;
        let (_, to_go, part) = what_goes(db, &pack, release.what)?;
        let address = confirmed_address(&request, release)?;
        let meeting = match release.how {
            How::Reading => Some(release.meeting.clone()?),
            How::Portal | How::Post | How::ByHand | How::EncryptedFile => None,
        };
        if request.due_on.is_some_and(|due| due < local_day(now)) {
            let reason = release.late_reason.trim();
            if reason.is_empty() {
                return Err(Invalid::new(
                    "late_reason",
                    "the reply is late; say why before it goes",
                )
                .into());
            }
            store::set_late_reason(db, request.id, reason).map_err(DbError::from)?;
        }
        first_languages(db, &request, local_day(now))?;
        let way = if release.how.needs_second_proof() {
            Some(second_way(&request, release)?)
        } else {
            None
        };
        let last = part.is_none() || to_go.len() == 1;
        let event = if last { Event::Released } else { Event::PartReleased };
        requests::advance(db, &Who::from(by), &request, event, "", now)?;
        // Whoever released the same part a moment ago held the request until now.
        let gone = store::gone(db, pack.id).map_err(DbError::from)?;
        if part.is_some_and(|part| gone.iter().any(|(number, _)| *number == part.number)) {
            return Err(NotReleased::OtherPart);
        }
        let id = Id::new();
        let of_parts = part.as_ref().map(|part| (part, to_go.get(1..).unwrap_or_default()));
        let link = match (release.how, way) {
            (How::Portal, Some(way)) => {
                Some(sending::portal(db, &request, (id, of_parts), way, settings, now)?)
            }
            (How::EncryptedFile, Some(way)) => {
                sending::passphrase(db, &request, way, &locked.passphrase, settings, now)?;
                None
            }
            (How::Portal | How::EncryptedFile | How::Post | How::ByHand | How::Reading, _) => None,
        };
        if let Some(of_parts) = of_parts.filter(|_| release.how != How::Portal) {
            sending::enclosed(db, &request, of_parts, settings, now)?;
        }
        let ranges = page_ranges(db, &pack, part)?;
        let files = serde_json::to_string(&locked.files).unwrap_or_default();
        let new = NewDisclosure {
            id,
            request: request.id,
            pack: pack.id,
            recipient_kind: &request.requester_kind,
            recipient_name: &request.requester_name,
            recipient_address: &address,
            how: release.how.name(),
            page_ranges: &ranges,
            link,
            files: &files,
            part: part.map(|part| part.number),
            by: by.id,
        };
        store::add(db, &new, now).map_err(DbError::from)?;
        if let Some(meeting) = &meeting {
            store::add_reading(db, id, meeting, "", by.id, now).map_err(DbError::from)?;
            sending::arranged(db, &request, meeting, settings, now)?;
        }
        let pages = part.map_or(pack.pages, |part| part.pages);
        let of = part.map(|part| format!("{}, ", part.words())).unwrap_or_default();
        let words = format!("{}, {of}{pages} pages", release.how.words().to_lowercase());
        let about = About::request(request.id).object(id).words(words);
        audit::tell(db, &Who::from(by), Act::PackReleased, about, now)?;
        Ok(id)
    })
}

/// Before a child's record is shared, the first language of the child and of the carers is
/// considered (child care recording policy).
fn first_languages(db: &mut Db, request: &RequestRow, today: Date) -> Result<(), NotReleased> {
    let subject = people::subject(db, request.subject_id)?;
    let wishes = requests::preferences(db, request)?;
    if requests::is_of_a_child(&request.requester_kind, subject.as_ref(), today)
        && !wishes.first_languages_known()
    {
        let words = "this is a child's record: first write down the first language of the child and of the carers, on the page \"How to write to them\"";
        return Err(Invalid::new("how", words).into());
    }
    Ok(())
}

/// "pages 1 to 212; D1 pages 1 to 4; …": what went, page by page.
fn page_ranges(db: &mut Db, pack: &PackRow, part: Option<Part>) -> Result<String, DbError> {
    let numbers: std::collections::HashMap<Id, i64> = match requests::by_id(db, pack.request_id)? {
        Some(request) => {
            pack::sources(db, &request)?.items.into_iter().map(|i| (i.id, i.number)).collect()
        }
        None => Default::default(),
    };
    let mut words = vec![match part {
        Some(part) => {
            format!("{}: pages {} to {}", part.words(), part.first_page, part.last_page())
        }
        None => format!("pages 1 to {}", pack.pages),
    }];
    for placed in pack::placed(db, pack.id)? {
        // No document is cut, so its first page says which part it is in.
        if part.is_some_and(|part| !part.holds(placed.first_page)) {
            continue;
        }
        let number = numbers.get(&placed.item_id).copied().unwrap_or(0);
        words.push(format!("D{number} p1-{}", placed.pages));
    }
    Ok(words.join("; "))
}
