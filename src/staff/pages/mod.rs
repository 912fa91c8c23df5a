//! Signing in and out, one's own account, and everybody's.

mod change;
mod door;

pub use change::{change_form, change_save};
pub use door::Door;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;

use super::actions::{self, Attempt, NewMember, NotDone};
use super::password;
use super::store::{self, Colleague, SessionRow, TokenRow};
use crate::access::Role;
use crate::calendar::{local_day, words};
use crate::db::{DbError, Id};
use crate::links::{self, Purpose};
use crate::problem::Kind;
use crate::web::{
    Answer, Desk, HttpProblem, Next, NoFields, OwnPath, SESSION_COOKIE, Sent, Shell, Visitor,
    cookie, gone, moment, see_other,
};

#[derive(Template)]
#[template(path = "staff/sign_in.html")]
struct SignInPage {
    shell: Shell,
    email: String,
    next: OwnPath,
}

/// `GET /sign-in`
pub async fn sign_in_form(visitor: Visitor, next: web::Query<Next>) -> Answer {
    if visitor.actor().is_some() {
        return Ok(see_other(next.next.as_str()));
    }
    visitor.page(&SignInPage {
        shell: visitor.shell(),
        email: String::new(),
        next: next.into_inner().next,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: OwnPath,
}

const DEVICE_COOKIE: &str = "__Host-candour-device";

/// A browser in which this account was signed in before carries a mark that only we can make.
fn device_mark(key: &[u8; 32], email: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(b"known device");
    mac.update(email.trim().to_lowercase().as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// `POST /sign-in`
pub async fn sign_in(visitor: Visitor, form: Sent<SignIn>) -> Answer {
    let form = form.0;
    let services = visitor.services.clone();
    let slot = services.hash_slot("signing in").await?;
    let mark = device_mark(&services.signing_key, &form.email);
    let known_device = visitor.http().cookie(DEVICE_COOKIE).is_some_and(|c| c.value() == mark);
    let (browser, source) = (visitor.browser(), visitor.source());
    let (email, password) = (form.email.clone(), form.password);
    let outcome = visitor
        .work(move |db, now| {
            let attempt = Attempt {
                email: &email,
                password: &password,
                browser: &browser,
                source: &source,
                known_device,
            };
            actions::sign_in(db, &attempt, now)
        })
        .await;
    drop(slot);
    match outcome {
        Ok((_, token)) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, form.next.as_str()))
            .cookie(cookie(SESSION_COOKIE, token).finish())
            .cookie(cookie(DEVICE_COOKIE, mark).permanent().finish())
            .finish()),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Busy) => {
            let status = if problem.kind == Kind::Busy {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let shell = visitor.shell().error(&problem.words, "email");
            let page = SignInPage { shell, email: form.email, next: form.next };
            visitor.page_as(status, &page)
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /sign-out`
pub async fn sign_out(desk: Desk, _: Sent<NoFields>) -> Answer {
    let cookie =
        desk.http().cookie(SESSION_COOKIE).map(|c| c.value().to_owned()).unwrap_or_default();
    desk.work(move |db, actor, now| actions::sign_out(db, actor, &cookie, now)).await?;
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/sign-in"))
        .insert_header(("clear-site-data", "\"cache\", \"storage\""))
        .cookie(gone(SESSION_COOKIE))
        .finish())
}

/// `POST /stay`: the button of the time-out warning; reaching the gate is what counts.
pub async fn stay(_: Desk, _: Sent<NoFields>) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[derive(Template)]
#[template(path = "staff/first.html")]
struct FirstPage {
    shell: Shell,
    token: String,
    hint: String,
}

impl FirstPage {
    fn new(shell: Shell, token: String, least: usize) -> Self {
        Self { shell, token, hint: format!("At least {least} characters") }
    }
}

/// `GET /first-sign-in/{token}`: shows a form; nothing is spent.
pub async fn first_form(visitor: Visitor, token: web::Path<String>) -> Answer {
    let looked = token.clone();
    visitor.work(move |db, now| links::look(db, Purpose::FirstSignIn, &looked, now)).await?;
    let least = visitor.services.settings.access.password_min_length;
    visitor.page(&FirstPage::new(visitor.shell(), token.into_inner(), least))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    password: String,
}

/// `POST /first-sign-in/{token}`
pub async fn first_save(visitor: Visitor, token: web::Path<String>, form: Sent<First>) -> Answer {
    let (link, password) = (token.clone(), form.0.password);
    let council = visitor.services.settings.controller.name.clone();
    let least = visitor.services.settings.access.password_min_length;
    let chosen = visitor
        .work(move |db, now| actions::choose_password(db, &link, &password, &council, least, now))
        .await;
    match chosen {
        Ok(_) => visitor.said("/sign-in", "Your password is set. Sign in with it now."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = visitor.shell().error(&problem.words, "password");
            let page = FirstPage::new(shell, token.into_inner(), least);
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "staff/account.html")]
struct AccountPage {
    shell: Shell,
    me: Colleague,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    /// Shown once, right after it was made.
    new_token: Option<String>,
    token_minutes: i64,
    password_set: DateTime<Utc>,
    /// Where the time of passwords is limited: from when it has to be changed.
    password_until: Option<DateTime<Utc>>,
}

impl AccountPage {
    fn day(&self, at: &DateTime<Utc>) -> String {
        words(local_day(*at))
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// `GET /account`
pub async fn account(desk: Desk) -> Answer {
    show_account(desk, None, None).await
}

async fn show_account(
    desk: Desk,
    new_token: Option<String>,
    problem: Option<HttpProblem>,
) -> Answer {
    let hours = desk.services.settings.access.max_hours;
    let (me, sessions, tokens, password_set) = desk
        .work(move |db, actor, now| {
            let me = store::find(db, actor.id).map_err(DbError::from)?.ok_or(NotDone::Unknown)?;
            let sessions = store::open_sessions(db, actor.id, now - Duration::hours(hours))
                .map_err(DbError::from)?;
            let tokens = store::tokens_of(db, actor.id, now).map_err(DbError::from)?;
            let set = store::password_set_at(db, actor.id).map_err(DbError::from)?;
            Ok::<_, NotDone>((me, sessions, tokens, set))
        })
        .await?;
    let mut shell = desk.shell().crumb("Your account", "/account");
    let status = match &problem {
        Some(p) => {
            shell = shell.error(&p.words, "purpose");
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let access = &desk.services.settings.access;
    let page = AccountPage {
        shell,
        me,
        sessions,
        tokens,
        new_token,
        token_minutes: access.token_minutes,
        password_set,
        password_until: password::holds_until(password_set, access.password_days),
    };
    desk.page_as(status, &page)
}

/// `POST /account/sessions/{id}/end`
pub async fn end_session(desk: Desk, id: web::Path<Id>, _: Sent<NoFields>) -> Answer {
    desk.work(move |db, actor, now| actions::end_session(db, actor, *id, now)).await?;
    desk.said("/account", "That sign-in is ended.")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForProgram {
    purpose: String,
}

/// `POST /account/tokens`
pub async fn issue_token(desk: Desk, form: Sent<ForProgram>) -> Answer {
    let key = desk.services.signing_key;
    let minutes = desk.services.settings.access.token_minutes;
    let issued = desk
        .work(move |db, actor, now| {
            actions::issue_token(db, actor, &form.0.purpose, &key, minutes, now)
        })
        .await;
    match issued {
        Ok(token) => show_account(desk, Some(token), None).await,
        Err(problem) if problem.kind == Kind::Invalid => {
            show_account(desk, None, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /account/tokens/{id}/revoke`
pub async fn revoke_token(desk: Desk, id: web::Path<Id>, _: Sent<NoFields>) -> Answer {
    desk.work(move |db, actor, now| actions::revoke_token(db, actor, *id, now)).await?;
    desk.said("/account", "The token is revoked.")
}

#[derive(Template)]
#[template(path = "staff/index.html")]
struct StaffPage {
    shell: Shell,
    people: Vec<Colleague>,
    /// The link of the account just made, to hand over.
    link: Option<String>,
    form: Invitation,
    roles: [Role; 5],
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    email: String,
    name: String,
    #[serde(default)]
    job_title: String,
    role: String,
}

async fn show_staff(
    desk: Desk,
    status: StatusCode,
    shell: Shell,
    link: Option<String>,
    form: Invitation,
) -> Answer {
    let people = desk.work(|db, _, _| store::colleagues(db)).await?;
    desk.page_as(status, &StaffPage { shell, people, link, form, roles: Role::ALL })
}

/// `GET /staff`
pub async fn index(desk: Desk) -> Answer {
    let shell = desk.shell().crumb("Staff", "/staff");
    show_staff(desk, StatusCode::OK, shell, None, Invitation::default()).await
}

/// `GET /staff/new` is the form on the same page.
pub async fn invite_form(_: Desk) -> HttpResponse {
    see_other("/staff#invite")
}

/// `POST /staff`
pub async fn invite_send(desk: Desk, form: Sent<Invitation>) -> Answer {
    let form = form.0;
    let shell = desk.shell().crumb("Staff", "/staff");
    let Some(role) = Role::from_name(&form.role) else {
        let shell = shell.error("choose a role", "role");
        return show_staff(desk, StatusCode::UNPROCESSABLE_ENTITY, shell, None, form).await;
    };
    let member = NewMember {
        email: form.email.clone(),
        name: form.name.clone(),
        job_title: form.job_title.clone(),
        role,
    };
    let (who, access) = (desk.who(), desk.services.settings.access.clone());
    match desk.work(move |db, _, now| actions::invite(db, &who, member, &access, now)).await {
        Ok((_, token)) => {
            let link = desk.services.settings.link(&format!("/first-sign-in/{token}"));
            show_staff(desk, StatusCode::OK, shell, Some(link), Invitation::default()).await
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("email"));
            show_staff(desk, StatusCode::UNPROCESSABLE_ENTITY, shell, None, form).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    suspended: bool,
}

/// `POST /staff/{id}/suspension`
pub async fn suspend(desk: Desk, id: web::Path<Id>, form: Sent<Suspension>) -> Answer {
    let to = form.0.suspended;
    let done = desk.work(move |db, actor, now| actions::suspend(db, actor, *id, to, now)).await;
    match done {
        Ok(()) => desk.said(
            "/staff",
            if to { "The account is suspended." } else { "The account works again." },
        ),
        Err(problem) => Err(problem),
    }
}
