//! Changing one's own password: when one likes, or when its time is over.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::db::DbError;
use crate::problem::Kind;
use crate::staff::actions::{self, Change, NotDone};
use crate::staff::{password, store};
use crate::web::{Answer, Desk, HttpProblem, Next, OwnPath, SESSION_COOKIE, Sent, Shell, cookie};

#[derive(Template)]
#[template(path = "staff/password.html")]
struct ChangePage {
    shell: Shell,
    next: OwnPath,
    hint: String,
    /// How many days a password may be kept, where its time is over.
    over: Option<i64>,
}

impl ChangePage {
    async fn of(desk: &Desk, shell: Shell, next: OwnPath) -> Result<Self, HttpProblem> {
        let access = &desk.services.settings.access;
        let (days, least) = (access.password_days, access.password_min_length);
        let over = desk
            .work(move |db, actor, now| {
                let set = store::password_set_at(db, actor.id).map_err(DbError::from)?;
                let over = password::holds_until(set, days).is_some_and(|until| until <= now);
                Ok::<_, NotDone>(over.then_some(days))
            })
            .await?;
        Ok(Self {
            shell: shell.crumb("Your account", "/account").crumb("Password", super::door::CHANGING),
            next,
            hint: format!("At least {least} characters"),
            over,
        })
    }
}

/// `GET /account/password`
pub async fn change_form(desk: Desk, next: web::Query<Next>) -> Answer {
    let page = ChangePage::of(&desk, desk.shell(), next.into_inner().next).await?;
    desk.page(&page)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    now: String,
    password: String,
    #[serde(default)]
    next: OwnPath,
}

/// `POST /account/password`
pub async fn change_save(desk: Desk, form: Sent<NewPassword>) -> Answer {
    let NewPassword { now: in_use, password, next } = form.0;
    let services = desk.services.clone();
    let slot = services.hash_slot("signing in").await?;
    let council = services.settings.controller.name.clone();
    let least = services.settings.access.password_min_length;
    let browser = desk.browser();
    let changed = desk
        .work(move |db, actor, now| {
            let change = Change {
                now: &in_use,
                new: &password,
                browser: &browser,
                council: &council,
                least,
            };
            actions::change_password(db, actor, &change, now)
        })
        .await;
    drop(slot);
    match changed {
        Ok(token) => {
            let to = if next == OwnPath::default() { "/account" } else { next.as_str() };
            let mut answer: HttpResponse = desk.said(
                to,
                "Your password is changed. Wherever else you were signed in, you are signed out.",
            )?;
            let session = cookie(SESSION_COOKIE, token).finish();
            answer.add_cookie(&session).map_err(|e| HttpProblem::bug(&e.to_string()))?;
            Ok(answer)
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Busy) => {
            let status = if problem.kind == Kind::Busy {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let field = problem.field.as_deref().unwrap_or("now");
            let shell = desk.shell().error(&problem.words, field);
            let page = ChangePage::of(&desk, shell, next).await?;
            desk.page_as(status, &page)
        }
        Err(problem) => Err(problem),
    }
}
