//! An office to test in: the real server, a real database, people with browsers.
//!
//! [`on_both!`] runs a story on SQLite and on PostgreSQL. The second needs
//! `CANDOUR_TEST_POSTGRES`, the address of a server on which databases may be made; `./test`
//! starts one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::HttpServer;
use actix_web::web::Data;
use candour::access::{Actor, Role};
use candour::app;
use candour::db::{self, Id};
use candour::jobs::Runner;
use candour::settings::{Documents, Settings, Uploads};
use candour::staff::{self, NewMember};
use candour::web::{Clock, CspReports, Csrf, Services};
use chrono::{DateTime, Utc};
use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, redirect};

pub use crate::answer::Answer;

/// Which database an office keeps its books in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Runs each story on both databases.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($office:ident) $story:block)+) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing else")]
            use super::*;

            #[actix_web::test]
            async fn on_sqlite() {
                let Some($office) = crate::office::Office::open(crate::office::On::Sqlite).await else { return };
                $story
            }

            #[actix_web::test]
            async fn on_postgres() {
                let Some($office) = crate::office::Office::open(crate::office::On::Postgres).await else { return };
                $story
            }
        }
    )+};
}
pub(crate) use on_both;

pub const PASSWORD: &str = "four words nobody guesses";

pub struct Office {
    pub services: Data<Services>,
    pub base: String,
    runner: Arc<Runner>,
    server: actix_web::dev::ServerHandle,
    /// Gone with the office.
    _folder: tempfile::TempDir,
}

/// 21 November 2026, a Saturday, at noon.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_262_400, 0).unwrap()
}

impl Office {
    /// `None` where the database is not there to test on.
    pub async fn open(on: On) -> Option<Self> {
        Self::open_as(on, |_| ()).await
    }

    /// The same, with what this office's operator decided.
    pub async fn open_as(on: On, decided: impl FnOnce(&mut Settings)) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let database = match on {
            On::Sqlite => String::new(),
            On::Postgres => match std::env::var("CANDOUR_TEST_POSTGRES") {
                Ok(server) => a_database_on(&server),
                Err(_) => {
                    eprintln!("not run: CANDOUR_TEST_POSTGRES names no server; ./test starts one");
                    return None;
                }
            },
        };
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://localhost:{port}");
        let program = env!("CARGO_BIN_EXE_candour").into();
        let mut settings = Settings {
            public_url: base.clone(),
            data_dir: folder.path().to_owned(),
            database_url: database.into(),
            database_connections: 4,
            documents: Documents { program, ..Documents::default() },
            uploads: Uploads { file_mib: 2, ..Uploads::default() },
            ..Settings::default()
        };
        // A story of letters alone is about approving them.
        settings.letters.shipped_wording = true;
        // Two notes make two parts, for whoever asked for the pack in parts.
        settings.pack.part_pages = 1;
        decided(&mut settings);
        candour::vault::make_key_file(&settings.master_key_file()).unwrap();
        let services =
            Data::new(app::process::services_at(settings, Clock::held(start())).unwrap());
        let runner = Arc::new(app::process::runner(&services).unwrap());
        let (gatekeeper, reports) = (app::gatekeeper(), Data::new(CspReports::default()));
        let shared = services.clone();
        let server =
            HttpServer::new(move || app::app(shared.clone(), gatekeeper.clone(), reports.clone()))
                .workers(1)
                .disable_signals()
                .bind(("127.0.0.1", port))
                .unwrap()
                .run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Some(Self { services, base, runner, server: handle, _folder: folder })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.services.clock.now()
    }

    pub fn later(&self, by: chrono::Duration) {
        self.services.clock.advance(by);
    }

    pub fn db(&self) -> db::Pooled {
        db::connection(&self.services.pool).unwrap()
    }

    /// A colleague with a browser, signed in.
    pub async fn hires(&self, name: &str, role: Role) -> Person {
        let email = format!("{}@northmoor.example", name.to_lowercase().replace(' ', "."));
        let member = NewMember {
            email: email.clone(),
            name: name.into(),
            job_title: role.words().into(),
            role,
        };
        let pool = self.services.pool.clone();
        let now = self.now();
        let colleague = actix_web::web::block(move || {
            staff::make_active(&mut db::connection(&pool).unwrap(), member, PASSWORD, now).unwrap()
        })
        .await
        .unwrap();
        let person = Person { actor: Some(colleague.into()), ..self.visitor() };
        let answer = person.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        person
    }

    /// Somebody who comes back after their sign-in has ended.
    pub async fn returns(&self, person: &Person) -> Person {
        let back = Person { actor: person.actor.clone(), ..self.visitor() };
        let email = person.actor().email.clone();
        let answer = back.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        back
    }

    /// The path of the newest link that begins so in the mail to this address.
    #[track_caller]
    pub fn link_to(&self, address: &str, begins: &str) -> String {
        let messages = candour::mail::latest(&mut self.db(), 1_000).unwrap();
        let mail = messages.iter().find(|m| m.to_address == address && m.body.contains(begins));
        let body = &mail.expect("a mail with such a link").body;
        let from = body.find(begins).unwrap();
        body[from..].split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody with a browser, not signed in.
    pub fn visitor(&self) -> Person {
        let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Person {
            actor: None,
            base: self.base.clone(),
            client,
            key: self.services.signing_key,
            jar: Mutex::new(HashMap::from([("__Host-candour-visit".into(), "a".repeat(43))])),
            declares: true,
        }
    }

    /// Does all the work that waits, one by one, until none is left.
    pub async fn works(&self) {
        let runner = Arc::clone(&self.runner);
        actix_web::web::block(move || while runner.one().unwrap() {}).await.unwrap();
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

/// A database of its own on a real PostgreSQL.
fn a_database_on(server: &str) -> String {
    let name = format!("candour_{}", Id::new().to_string().replace('-', ""));
    let mut admin = diesel::PgConnection::establish(server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}

/// Somebody with a browser.
pub struct Person {
    actor: Option<Actor>,
    base: String,
    client: Client,
    key: [u8; 32],
    jar: Mutex<HashMap<String, String>>,
    /// Says that there is no conflict of interest wherever a request asks, and goes on.
    declares: bool,
}

impl Person {
    pub fn actor(&self) -> &Actor {
        self.actor.as_ref().unwrap()
    }

    /// Somebody who answers the question about their interest themselves.
    pub fn undeclared(self) -> Self {
        Self { declares: false, ..self }
    }

    /// The token this browser's forms carry.
    pub fn csrf(&self) -> String {
        let jar = self.jar.lock().unwrap();
        let cookie = jar.get("__Host-candour").or_else(|| jar.get("__Host-candour-visit")).unwrap();
        Csrf::of(&self.key, cookie).as_str().to_owned()
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.into(), value.into());
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Sends a form from one of our own pages, with its token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let mut all = vec![("_csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_as_it_is(path, &all, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with exactly these fields and headers.
    pub async fn post_as_it_is(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = serde_html_form::to_string(fields).unwrap().into_bytes();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send(Method::POST, path, &all, body).await
    }

    /// Sends JSON, as a page's own script does.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let csrf = self.csrf();
        let headers = [
            ("content-type", "application/json"),
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", csrf.as_str()),
        ];
        self.send(Method::POST, path, &headers, body.to_string().into_bytes()).await
    }

    /// Sends files and fields as a form with files does.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const EDGE: &str = "----a-form-of-Candours";
        let csrf = self.csrf();
        let mut body = Vec::new();
        for (name, value) in [("_csrf", csrf.as_str())].iter().chain(fields) {
            body.extend_from_slice(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for (field, file, content) in files {
            body.extend_from_slice(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let headers = [
            ("content-type", kind.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", csrf.as_str()),
        ];
        self.send(Method::POST, path, &headers, body).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let answer = self.send_once(method.clone(), path, headers, body.clone()).await;
        let Some(asks) = answer.asks_for_interest().filter(|_| self.declares) else {
            return answer;
        };
        let csrf = self.csrf();
        let none = [("_csrf", csrf.as_str()), ("standing", "none")];
        let said = serde_html_form::to_string(none).unwrap().into_bytes();
        let as_form = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let said = self.send_once(Method::POST, &asks, &as_form, said).await;
        assert_eq!(said.status, 303, "{}", said.body);
        self.send_once(method, path, headers, body).await
    }

    async fn send_once(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let cookies: String = self
            .jar
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}; "))
            .collect();
        let path = path.strip_prefix(&self.base).unwrap_or(path);
        let mut http =
            self.client.request(method, format!("{}{path}", self.base)).header(COOKIE, cookies);
        for (name, value) in headers {
            http = http.header(*name, *value);
        }
        let answer = http.body(body).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for set in headers.get_all(SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let mut jar = self.jar.lock().unwrap();
            if value.is_empty() {
                jar.remove(name)
            } else {
                jar.insert(name.into(), value.into())
            };
        }
        let bytes = answer.bytes().await.unwrap().to_vec();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }
}

/// Compares with the picture kept under `tests/snapshots`; `UPDATE_SNAPSHOTS=1` draws it anew.
#[track_caller]
pub fn is_as_approved(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let approved = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        approved == text,
        "{name} changed; look at it, then run with UPDATE_SNAPSHOTS=1:\n{text}"
    );
}
