//! What the operator decides: a TOML file, overridden by the environment (`CANDOUR_…`).
//!
//! Read once at start. A wrong or unknown line stops the start and says which.

mod defaults;
mod secret;

use std::path::{Path, PathBuf};

pub use secret::Secret;
use serde::{Deserialize, Serialize};

/// Everything that can be set. `docs/operating.md` explains each line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address and port to listen on.
    pub listen: String,
    /// How people reach the service; links in mails begin with it.
    pub public_url: String,
    /// Where the database, the sealed files and the outbox lie, unless they are set elsewhere.
    pub data_dir: PathBuf,
    /// `postgres://…`, or the path of an SQLite file; empty for `data_dir/candour.sqlite`.
    pub database_url: Secret,
    /// Connections to the database held by one process.
    pub database_connections: u32,
    /// Fictional data, printed sign-ins and a page to read outgoing mail. Never on a public address.
    pub demonstration: bool,
    /// Whether `serve` also does the work that waits in the background.
    pub work_in_serve: bool,
    /// Background jobs done at a time by one process.
    pub workers: usize,
    pub controller: Controller,
    pub vault: Vault,
    pub mail: Mail,
    pub access: Access,
    pub uploads: Uploads,
    pub documents: Documents,
    pub records: Records,
    pub requests: Requests,
    pub searches: Searches,
    pub pack: Pack,
    pub letters: Letters,
    pub clock: Clock,
}

/// The organisation that answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Controller {
    pub name: String,
    pub address: Vec<String>,
    pub email: String,
    pub phone: String,
    /// Whose bank holidays move a due date: england, wales, scotland or northern_ireland.
    pub nation: String,
    /// `#rrggbb`, behind white words.
    pub colour: String,
    /// Who to turn to about data protection.
    pub officer: String,
    /// The regulator, as letters name it, and how to reach it.
    pub regulator: String,
    pub regulator_address: String,
    /// Sentences of the covering letter that only the organisation can write (Article 15(1)).
    pub purposes: String,
    pub recipients: String,
    pub retention: String,
    pub automated: String,
    pub transfers: String,
    pub support: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vault {
    /// A folder; empty for `data_dir/vault`. Not used where `s3_bucket` is set.
    pub folder: PathBuf,
    pub s3_endpoint: String,
    pub s3_bucket: String,
    pub s3_region: String,
    pub s3_access_key: Secret,
    pub s3_secret_key: Secret,
    /// 32 bytes in hex, from the environment; else `master_key_file` is read.
    pub master_key: Secret,
    /// Empty for `data_dir/master.key`, which `demo` and `run` make where it is missing.
    pub master_key_file: PathBuf,
    /// Keys that older files are still sealed with, while `vault rewrap` has not passed.
    pub retired_key_files: Vec<PathBuf>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtps://user:password@host:465` or `smtp://host:587?tls=required`; empty for the outbox folder.
    pub smtp_url: Secret,
    pub from: String,
    /// Where messages are written when no SMTP server is set; empty for `data_dir/outbox`.
    pub outbox: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    pub password_min_length: usize,
    /// Days after which a password has to be changed; 0 for never, as the National Cyber Security Centre
    /// advises: people who must change a good password choose a worse one ("Password administration for
    /// system owners: don't enforce regular password expiry").
    pub password_days: i64,
    /// Password hashes computed at the same time.
    pub hash_slots: usize,
    pub idle_minutes: i64,
    pub max_hours: i64,
    pub first_link_minutes: i64,
    pub search_link_days: i64,
    /// Days somebody consulted has to answer.
    pub consult_link_days: i64,
    /// Whether they are told who asks.
    pub consult_shows_requester: bool,
    pub pack_link_days: i64,
    pub pack_downloads: i64,
    /// Minutes a token for programs lives, 15 at most.
    pub token_minutes: i64,
    /// Hours for which somebody may open a request that is not assigned to them.
    pub opening_hours: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Uploads {
    pub file_mib: u64,
    pub files: u64,
    pub pages: u64,
    pub archive_members: u64,
    pub archive_unpacked_mib: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Documents {
    /// Child processes that read, draw and redact; 0 for one a core and one more.
    pub workers: usize,
    /// The program that they run; empty for this one.
    pub program: PathBuf,
    /// Whether to read nothing rather than read it in a child that the kernel cannot shut in.
    pub sandbox_required: bool,
    pub memory_mib: u64,
    pub seconds: u64,
    pub page_seconds: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Records {
    /// Days within which something must be recorded; later it carries a mark.
    pub late_days: i64,
    /// Where records usually lie; offered when a search is planned.
    pub places: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pack {
    /// A pack over this size is made in volumes.
    pub volume_mib: u64,
    /// Pages of documents in a part, for whoever asked for the pack in parts.
    pub part_pages: usize,
    /// Days a search may take before it is chased.
    pub search_days: i64,
}

/// When a search without an answer is chased, in days from the day it was to be answered by; before
/// that day with a minus.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Searches {
    pub chase_days: Vec<i64>,
    /// The day on which it goes to the custodian's manager, or to the managers here.
    pub escalate_days: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Letters {
    /// Whether the wording that came with the program may be sent before a manager has approved it. A
    /// demonstration may always: its mail goes to nobody.
    pub shipped_wording: bool,
    /// A wording that asks for a higher reading age, in years, needs a reason.
    pub reading_age: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clock {
    /// The hour, in London, from which the daily digest is sent.
    pub digest_hour: u32,
}

/// What we wait for from a requester.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requests {
    /// Days after which somebody who was asked is reminded.
    pub remind_days: i64,
    /// Days after the reminder after which the request is proposed to lapse.
    pub lapse_days: i64,
}

/// Why the settings could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    #[error("the settings file {path} could not be read: {why}")]
    NoFile { path: String, why: String },
    #[error("the settings are wrong: {0}")]
    Wrong(String),
    #[error("{name} is {value}, and must lie between {least} and {most}")]
    OutOfBounds { name: &'static str, value: i128, least: i128, most: i128 },
    #[error(
        "demonstration data may only be served on this machine itself: set listen to 127.0.0.1:PORT, not {0}"
    )]
    PublicDemonstration(String),
}

impl Settings {
    /// Reads the file, where one is named, and then the environment's `CANDOUR_…` variables, in
    /// which `__` parts a section from its line: `CANDOUR_MAIL__FROM`.
    ///
    /// # Errors
    /// Where a line is unknown, of the wrong kind or out of bounds.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, BadSettings> {
        let mut table = match file {
            None => toml::Table::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|e| BadSettings::NoFile {
                    path: path.display().to_string(),
                    why: e.to_string(),
                })?
                .parse()
                .map_err(|e: toml::de::Error| BadSettings::Wrong(e.to_string()))?,
        };
        for (name, value) in environment {
            let Some(line) = name.strip_prefix("CANDOUR_") else { continue };
            // The test suite's own variables, and the name of the settings file itself.
            if line.starts_with("TEST_") || line == "CORPUS" || line == "CONFIG" {
                continue;
            }
            overlay(&mut table, &line.to_lowercase(), &value)?;
        }
        let settings: Settings = toml::Value::Table(table)
            .try_into()
            .map_err(|e: toml::de::Error| BadSettings::Wrong(e.to_string()))?;
        settings.checked()
    }

    fn checked(self) -> Result<Self, BadSettings> {
        let within = |name, value: i128, least, most| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(BadSettings::OutOfBounds { name, value, least, most })
            }
        };
        let access = &self.access;
        within("access.password_min_length", access.password_min_length as i128, 12, 64)?;
        within("access.password_days", access.password_days.into(), 0, 730)?;
        within("access.hash_slots", access.hash_slots as i128, 1, 32)?;
        within("access.idle_minutes", access.idle_minutes.into(), 5, 60)?;
        within("access.max_hours", access.max_hours.into(), 1, 12)?;
        within("access.first_link_minutes", access.first_link_minutes.into(), 5, 30)?;
        within("access.search_link_days", access.search_link_days.into(), 1, 30)?;
        within("access.consult_link_days", access.consult_link_days.into(), 1, 30)?;
        within("access.pack_link_days", access.pack_link_days.into(), 1, 90)?;
        within("access.pack_downloads", access.pack_downloads.into(), 1, 100)?;
        within("access.token_minutes", access.token_minutes.into(), 1, 15)?;
        within("access.opening_hours", access.opening_hours.into(), 1, 24)?;
        within("uploads.file_mib", self.uploads.file_mib.into(), 1, 2_048)?;
        within("uploads.files", self.uploads.files.into(), 1, 50_000)?;
        within("uploads.pages", self.uploads.pages.into(), 1, 10_000)?;
        within("documents.memory_mib", self.documents.memory_mib.into(), 256, 8_192)?;
        within("documents.seconds", self.documents.seconds.into(), 5, 600)?;
        within("documents.page_seconds", self.documents.page_seconds.into(), 1, 600)?;
        within("requests.remind_days", self.requests.remind_days.into(), 3, 60)?;
        within("requests.lapse_days", self.requests.lapse_days.into(), 7, 180)?;
        within("records.late_days", self.records.late_days.into(), 1, 28)?;
        within("pack.volume_mib", self.pack.volume_mib.into(), 1, 4_096)?;
        within("pack.part_pages", self.pack.part_pages as i128, 1, 10_000)?;
        within("pack.search_days", self.pack.search_days.into(), 1, 28)?;
        let (chase, last) = (&self.searches.chase_days, self.searches.escalate_days);
        within("searches.escalate_days", last.into(), 0, 60)?;
        within("searches.chase_days", chase.len() as i128, 0, 6)?;
        let in_order = chase.iter().chain([&last]).is_sorted_by(|one, next| one < next);
        if !in_order || chase.iter().any(|day| *day < -27) {
            return Err(BadSettings::Wrong(
                "searches.chase_days must rise, from -27 on, and end before searches.escalate_days"
                    .into(),
            ));
        }
        within("letters.reading_age", self.letters.reading_age.into(), 9, 25)?;
        within("clock.digest_hour", self.clock.digest_hour.into(), 0, 23)?;
        within("workers", self.workers as i128, 1, 64)?;
        within("database_connections", self.database_connections.into(), 2, 200)?;
        let colour = self.controller.colour.as_bytes();
        if colour.len() != 7 || colour[0] != b'#' || !colour[1..].iter().all(u8::is_ascii_hexdigit)
        {
            return Err(BadSettings::Wrong("controller.colour must look like #1d3c5a".into()));
        }
        if self.demonstration && !self.listens_here_only() {
            return Err(BadSettings::PublicDemonstration(self.listen.clone()));
        }
        Ok(self)
    }

    /// Whether a wording that came with the program may go out before a manager has approved it. A
    /// demonstration listens on this machine alone, and is there to be tried.
    pub const fn sends_unapproved(&self) -> bool {
        self.letters.shipped_wording || self.demonstration
    }

    fn listens_here_only(&self) -> bool {
        self.listen.parse::<std::net::SocketAddr>().map_or_else(
            |_| self.listen.starts_with("localhost:"),
            |address| address.ip().is_loopback(),
        )
    }

    /// The database in force.
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            self.data_dir.join("candour.sqlite").display().to_string()
        } else {
            self.database_url.reveal().to_owned()
        }
    }

    pub fn vault_folder(&self) -> PathBuf {
        or_inside(&self.vault.folder, &self.data_dir, "vault")
    }

    pub fn master_key_file(&self) -> PathBuf {
        or_inside(&self.vault.master_key_file, &self.data_dir, "master.key")
    }

    pub fn outbox(&self) -> PathBuf {
        or_inside(&self.mail.outbox, &self.data_dir, "outbox")
    }

    /// An address within the service, as a mail names it.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }

    /// As `config show` prints it: secrets and the password in a database address are stars.
    ///
    /// # Errors
    /// Where a value has no form in TOML, which none has.
    pub fn shown(&self) -> Result<String, BadSettings> {
        let wrong = |e: toml::ser::Error| BadSettings::Wrong(e.to_string());
        let mut table = toml::Table::try_from(self).map_err(wrong)?;
        if let Ok(mut url) = url::Url::parse(self.database_url.reveal()) {
            // Which database it is may be read; who has no password there has none to hide.
            let _ = url.password().is_some().then(|| url.set_password(Some("********")));
            table.insert("database_url".into(), toml::Value::String(url.into()));
        }
        toml::to_string_pretty(&table).map_err(wrong)
    }
}

fn or_inside(path: &Path, folder: &Path, name: &str) -> PathBuf {
    if path.as_os_str().is_empty() { folder.join(name) } else { path.to_owned() }
}

fn overlay(table: &mut toml::Table, line: &str, value: &str) -> Result<(), BadSettings> {
    let Some((section, rest)) = line.split_once("__") else {
        let typed = match value.parse::<i64>() {
            Ok(number) => toml::Value::Integer(number),
            Err(_) => match value {
                "true" => toml::Value::Boolean(true),
                "false" => toml::Value::Boolean(false),
                text => toml::Value::String(text.to_owned()),
            },
        };
        table.insert(line.to_owned(), typed);
        return Ok(());
    };
    match table.entry(section.to_owned()).or_insert_with(|| toml::Value::Table(toml::Table::new()))
    {
        toml::Value::Table(inner) => overlay(inner, rest, value),
        _ => Err(BadSettings::Wrong(format!("{section} is not a section"))),
    }
}

#[cfg(test)]
mod tests;
