//! What the requester does: opens the pack with link and code, downloads, says it is not theirs.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::actions::DeliveredFile;
use super::door::Door;
use super::parts::Part;
use super::store::{self, DisclosureRow};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::links::{self, DeadLink, LinkRow, Purpose};
use crate::pack::{self, VolumeRow};
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, RequestRow};
use crate::settings::Settings;

/// Why the pack did not open.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    #[error(transparent)]
    Link(#[from] DeadLink),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("this pack was downloaded as often as is allowed; ask us, and we open it again")]
    Spent,
    #[error("there is no such file in this pack")]
    NoFile,
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotOpened {
    fn kind(&self) -> Kind {
        match self {
            Self::Link(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::Spent => Kind::NotAllowed,
            Self::NoFile => Kind::Missing,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Link(_) | Self::Spent | Self::NoFile | Self::Database(_) => None,
        }
    }
}

/// A part as its reader is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub part: Part,
    /// When it went; without a day it is still to come.
    pub went: Option<NaiveDateTime>,
}

/// Every part of a pack that goes in parts.
///
/// # Errors
/// Where the database cannot be read.
pub fn told(db: &mut Db, pack: Id, volumes: &[VolumeRow]) -> Result<Vec<Told>, DbError> {
    let gone = store::gone(db, pack)?;
    let went = |number| gone.iter().find(|(part, _)| *part == number).map(|(_, at)| *at);
    Ok(volumes
        .iter()
        .filter_map(|v| Part::numbered(volumes, v.number))
        .map(|part| Told { part, went: went(part.number) })
        .collect())
}

/// What somebody who waits for a pack in parts is told: nothing before the first of them went.
///
/// # Errors
/// Where the database cannot be read.
pub fn parts_of(db: &mut Db, request: Id) -> Result<Vec<Told>, DbError> {
    let Some(pack) = pack::current(db, request)?.filter(|pack| pack.state == "sealed") else {
        return Ok(Vec::new());
    };
    let volumes = pack::volumes(db, pack.id)?;
    let told = told(db, pack.id, &volumes)?;
    Ok(if told.iter().any(|one| one.went.is_some()) { told } else { Vec::new() })
}

/// A pack that is open in somebody's browser.
#[derive(Debug, Clone)]
pub struct OpenPack {
    pub visit: LinkRow,
    pub disclosure: DisclosureRow,
    pub request: RequestRow,
    /// The files of it that went: all, or one part.
    pub volumes: Vec<VolumeRow>,
    /// Of the whole pack.
    pub pages: i64,
    /// Where the pack goes in parts: the one that is open, and every other with the day it went on.
    pub part: Option<(Part, Vec<Told>)>,
    pub downloads_left: i64,
}

/// The door of a pack.
pub const DOOR: Door = Door {
    purpose: Purpose::Pack,
    about: about_link,
    closed: "A pack's link was closed after five wrong codes",
    place: "/disclosures",
    opened: pack_opened,
};

fn about_link(link: &LinkRow) -> About {
    link.request_id.map_or_else(About::nothing, About::request).object(link.object_id)
}

fn pack_opened(db: &mut Db, link: &LinkRow, by: &Who, now: DateTime<Utc>) -> Result<(), DbError> {
    store::advance(db, link.object_id, &["released"], "opened")?;
    audit::tell(db, by, Act::PackOpened, about_link(link), now)
}

/// The owner of the request is told by mail, without case detail. `place`: the part of the request's
/// address to look at.
///
/// # Errors
/// Where the database refuses.
pub fn tell_owner(
    db: &mut Db,
    link: &LinkRow,
    subject: &str,
    place: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let Some(request) = link.request_id.map(|id| requests::by_id(db, id)).transpose()?.flatten()
    else {
        return Ok(());
    };
    requests::tell_office(db, &request, (subject, place), false, settings, now)
}

/// The pack behind a visit's cookie, if it is still to be had. Reading keeps the visit open.
///
/// # Errors
/// Where the visit is over, or the release was taken back.
pub fn open(
    db: &mut Db,
    cookie: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<OpenPack, NotOpened> {
    let visit = links::look(db, Purpose::Visit, cookie, now)?;
    let disclosure =
        store::find(db, visit.object_id).map_err(DbError::from)?.ok_or(DeadLink::Unknown)?;
    if disclosure.state == "revoked" || disclosure.state == "expired" {
        return Err(DeadLink::Unknown.into());
    }
    let request = requests::by_id(db, disclosure.request_id)?.ok_or(DeadLink::Unknown)?;
    links::stay(db, &visit, &settings.access, now)?;
    let mut volumes = pack::volumes(db, disclosure.pack_id)?;
    let pages = volumes.iter().map(|volume| volume.pages).sum();
    let mut part = None;
    if let Some(number) = disclosure.part {
        let told = told(db, disclosure.pack_id, &volumes)?;
        part = Part::numbered(&volumes, number).map(|part| (part, told));
        volumes.retain(|volume| volume.number == number);
    }
    let most = settings.access.pack_downloads * volumes.len().max(1) as i64;
    let taken = store::downloaded(db, disclosure.id).map_err(DbError::from)?;
    let downloads_left = (most - taken).max(0);
    Ok(OpenPack { visit, disclosure, request, volumes, pages, part, downloads_left })
}

/// Counts a download, enters it and gives the SHA-256 of the file that goes.
///
/// # Errors
/// Where the limit is reached, or there is no such file.
pub fn download(
    db: &mut Db,
    cookie: &str,
    volume: i64,
    browser: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<String, NotOpened> {
    db::transaction(db, |db| {
        let pack = open(db, cookie, settings, now)?;
        if pack.downloads_left == 0 {
            return Err(NotOpened::Spent);
        }
        let file = pack.volumes.iter().find(|v| v.number == volume).ok_or(NotOpened::NoFile)?;
        store::add_download(db, pack.disclosure.id, volume, &file.sha256, browser, now)
            .map_err(DbError::from)?;
        let proof = "downloaded from the portal with link and code";
        store::received(db, pack.disclosure.id, proof, now).map_err(DbError::from)?;
        let words = format!("file {volume}, SHA-256 {}", file.sha256);
        let about = About::request(pack.request.id).object(pack.disclosure.id).words(words);
        audit::tell(db, &Who::Requester(pack.visit.person), Act::PackDownloaded, about, now)?;
        Ok(file.sha256.clone())
    })
}

/// "This is not about me": everything closes, and staff are told.
///
/// # Errors
/// Where the visit is over.
pub fn wrong_person(
    db: &mut Db,
    cookie: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotOpened> {
    db::transaction(db, |db| {
        let pack = open(db, cookie, settings, now)?;
        store::advance(db, pack.disclosure.id, &["released", "opened", "delivered"], "revoked")
            .map_err(DbError::from)?;
        links::withdraw(db, pack.disclosure.id, now)?;
        let about = About::request(pack.request.id).object(pack.disclosure.id);
        audit::tell(db, &Who::Requester(pack.visit.person.clone()), Act::WrongPerson, about, now)?;
        Ok(tell_owner(
            db,
            &pack.visit,
            "A pack reached the wrong person",
            "/disclosures",
            settings,
            now,
        )?)
    })
}

/// The files made for one delivery, such as encrypted ones.
pub fn files_of(disclosure: &DisclosureRow) -> Vec<DeliveredFile> {
    serde_json::from_str(&disclosure.files).unwrap_or_default()
}
