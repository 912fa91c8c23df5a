//! Before every page: is the address known, who is asking, may they, did their own page ask. After
//! every page: the headers that keep a browser safe, and problems dressed as pages.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieAge};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, web};

use super::csrf::Csrf;
use super::problem::{HttpProblem, dress};
use super::{Line, Needs, Services};
use crate::access::{Actor, may};
use crate::db;
use crate::links::random_token;
use crate::problem::Kind;

pub const SESSION_COOKIE: &str = "__Host-candour";
pub const VISIT_COOKIE: &str = "__Host-candour-visit";
pub const SAID_COOKIE: &str = "__Host-candour-said";
/// For those too who have something else to do first.
const ALWAYS_OPEN: [&str; 2] = ["/sign-out", "/stay"];

/// How many reports of a broken content-security policy came in since the start.
#[derive(Debug, Default)]
pub struct CspReports(AtomicUsize);

impl CspReports {
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Who a cookie stands for.
pub struct Entrant {
    pub actor: Actor,
    /// What they have to do before anything else: its page, and why in words.
    pub first: Option<(&'static str, &'static str)>,
}

/// Finds who a cookie or a bearer token stands for. The staff module gives it: it stands below.
pub trait Doorkeeper: Send + Sync {
    /// `touches`: whether this counts as activity.
    ///
    /// # Errors
    /// Where the database cannot be reached.
    fn by_cookie(
        &self,
        services: &Services,
        cookie: &str,
        touches: bool,
    ) -> Result<Option<Entrant>, db::DbError>;

    /// # Errors
    /// Where the database cannot be reached.
    fn by_bearer(&self, services: &Services, token: &str) -> Result<Option<Actor>, db::DbError>;
}

/// Whether somebody goes on into what an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    On,
    /// For this person there is nothing here.
    Missing,
    /// Something has to be said first, on another page.
    First(String),
}

/// Stands before every page of a request, whatever capability the page belongs to. The requests
/// module gives it: it stands below.
pub trait Threshold: Send + Sync {
    /// `reference`: the part of the address that names the request; `None` on pages of no request.
    ///
    /// # Errors
    /// Where the database cannot be reached.
    fn before(
        &self,
        services: &Services,
        actor: &Actor,
        pattern: &str,
        reference: Option<&str>,
    ) -> Result<Passage, db::DbError>;
}

/// What each route needs, who knows people, and who stands before requests.
pub struct Gatekeeper {
    needs: HashMap<(Method, &'static str), Needs>,
    doorkeeper: Box<dyn Doorkeeper>,
    threshold: Box<dyn Threshold>,
}

impl Gatekeeper {
    pub fn new(
        lines: &[Line],
        doorkeeper: impl Doorkeeper + 'static,
        threshold: impl Threshold + 'static,
    ) -> Arc<Self> {
        let needs = lines.iter().map(|l| ((l.method.clone(), l.path), l.needs)).collect();
        Arc::new(Self { needs, doorkeeper: Box::new(doorkeeper), threshold: Box::new(threshold) })
    }

    fn needs(&self, method: &Method, pattern: &str) -> Option<Needs> {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.needs.iter().find(|((m, p), _)| *m == method && *p == pattern).map(|(_, needs)| *needs)
    }
}

/// The middleware.
///
/// # Errors
/// Only what the router itself cannot answer.
pub async fn gate(
    http: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asks_for_page = http.method() == Method::GET;
    let visit = visit_of(&http);
    let fresh_visit = visit.is_none().then(random_token);
    let key = visit.or_else(|| fresh_visit.clone()).unwrap_or_default();
    let mut answer = match enter(&http, &key).await {
        Ok(()) => next.call(http).await?.map_into_boxed_body(),
        Err(problem) => http.into_response(problem.answer()),
    };
    answer = dress(answer);
    if let Some(token) = fresh_visit
        && asks_for_page
        && is_page(&answer)
    {
        let cookie = cookie(VISIT_COOKIE, token).finish();
        // A cookie that cannot be added leaves the form without its token; the next page mends it.
        let _ = answer.response_mut().add_cookie(&cookie);
    }
    guard(&mut answer);
    Ok(answer)
}

fn is_page(answer: &ServiceResponse<BoxBody>) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    kind.and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("text/html"))
}

/// A cookie as SESS-01 asks.
pub fn cookie<'c>(name: &'c str, value: impl Into<String>) -> actix_web::cookie::CookieBuilder<'c> {
    Cookie::build(name, value.into())
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
}

/// Takes a cookie back.
pub fn gone(name: &str) -> Cookie<'_> {
    cookie(name, "").max_age(CookieAge::ZERO).finish()
}

fn visit_of(http: &ServiceRequest) -> Option<String> {
    http.cookie(VISIT_COOKIE).map(|c| c.value().to_owned()).filter(|v| v.len() >= 32)
}

async fn enter(http: &ServiceRequest, visit: &str) -> Result<(), HttpProblem> {
    let services = http
        .app_data::<web::Data<Services>>()
        .cloned()
        .ok_or_else(|| HttpProblem::bug("the services are not there"))?;
    let keeper = http
        .app_data::<web::Data<Gatekeeper>>()
        .cloned()
        .ok_or_else(|| HttpProblem::bug("the gatekeeper is not there"))?;
    let pattern = http.match_pattern().ok_or_else(HttpProblem::missing)?;
    let needs = keeper.needs(http.method(), &pattern).ok_or_else(HttpProblem::missing)?;
    let changes = !matches!(*http.method(), Method::GET | Method::HEAD);

    let bearer = bearer_of(http);
    let by_token = bearer.is_some() && pattern.starts_with("/api/");
    let session = http.cookie(SESSION_COOKIE).map(|c| c.value().to_owned());
    let csrf = Csrf::of(&services.signing_key, session.as_deref().unwrap_or(visit));
    http.extensions_mut().insert(csrf);
    if changes && !by_token && pattern != "/csp-reports" {
        same_origin(http, &services)?;
    }
    let (keeper_again, services_again) = (keeper.clone(), services.clone());
    let touches = !http.headers().contains_key("x-candour-poll");
    let entrant = if session.is_some() || by_token {
        web::block(move || match (by_token, bearer, session) {
            (true, Some(token), _) => {
                let actor = keeper.doorkeeper.by_bearer(&services, &token)?;
                Ok(actor.map(|actor| Entrant { actor, first: None }))
            }
            (_, _, Some(cookie)) => keeper.doorkeeper.by_cookie(&services, &cookie, touches),
            _ => Ok(None),
        })
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?
        .map_err(|e| HttpProblem::from(&e))?
    } else {
        None
    };
    let first = entrant.as_ref().and_then(|entrant| entrant.first);
    let actor = entrant.map(|entrant| entrant.actor);
    let allowed = match (needs, &actor) {
        (Needs::Nothing, _) | (Needs::SignedIn, Some(_)) => Ok(()),
        (Needs::SignedIn | Needs::May(_), None) => Err(HttpProblem::sign_in()),
        (Needs::May(action), Some(actor)) => {
            if may(actor, action) {
                Ok(())
            } else {
                Err(HttpProblem::from(&crate::access::NotAllowed::Role(action)))
            }
        }
    };
    let passes = allowed.is_ok() && matches!(needs, Needs::May(_));
    let at = actor.clone().filter(|_| passes);
    if let Some(actor) = actor {
        http.extensions_mut().insert(actor);
    }
    allowed?;
    if let Some((page, why)) = first
        && needs != Needs::Nothing
        && pattern != page
        && !ALWAYS_OPEN.contains(&&*pattern)
    {
        return Err(HttpProblem::first(page.to_owned(), why));
    }
    let Some(actor) = at else { return Ok(()) };
    let reference = reference_in(&pattern, http.path());
    let keeper = keeper_again;
    let passage = web::block(move || {
        keeper.threshold.before(&services_again, &actor, &pattern, reference.as_deref())
    })
    .await
    .map_err(|e| HttpProblem::bug(&e.to_string()))?
    .map_err(|e| HttpProblem::from(&e))?;
    match passage {
        Passage::On => Ok(()),
        Passage::Missing => Err(HttpProblem::missing()),
        Passage::First(page) => {
            let why = "say first whether you have an interest in this request";
            Err(HttpProblem::first(page, why))
        }
    }
}

/// The part of the path that stands where the pattern names a request.
fn reference_in(pattern: &str, path: &str) -> Option<String> {
    let at = pattern.split('/').position(|part| part == "{reference}")?;
    let part = path.split('/').nth(at)?;
    percent_encoding::percent_decode_str(part).decode_utf8().ok().map(|part| part.into_owned())
}

fn bearer_of(http: &ServiceRequest) -> Option<String> {
    let value = http.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

/// A browser says from which page a form was sent; another site's is turned away (WEB-03).
fn same_origin(http: &ServiceRequest, services: &Services) -> Result<(), HttpProblem> {
    let named = |name: &str| http.headers().get(name).and_then(|v| v.to_str().ok());
    let ours = match (named("sec-fetch-site"), named("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = http.connection_info().host().to_owned();
            origin == services.settings.public_url.trim_end_matches('/')
                || origin.split_once("://").is_some_and(|(_, rest)| rest == host)
        }
        (None, None) => false,
    };
    if ours {
        Ok(())
    } else {
        Err(HttpProblem::of(
            Kind::NotAllowed,
            "this was sent from another site's page; open the page here and try again",
        ))
    }
}

fn guard(answer: &mut ServiceResponse<BoxBody>) {
    const ALWAYS: [(&str, &str); 9] = [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
             report-uri /csp-reports",
        ),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex"),
    ];
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        let name = header::HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, header::HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    }
}
