//! What a page handler is given: the person, the database, the time.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::gate::{self, SAID_COOKIE};
use super::{HttpProblem, Services, Shell};
use crate::access::{Actor, Who};
use crate::db::{self, Db};
use crate::problem::Problem;

pub type Answer = Result<HttpResponse, HttpProblem>;

/// A signed-in person at work.
pub struct Desk {
    pub actor: Actor,
    pub services: web::Data<Services>,
    http: HttpRequest,
}

/// Somebody not signed in, or not known to be.
pub struct Visitor {
    pub services: web::Data<Services>,
    http: HttpRequest,
}

impl FromRequest for Desk {
    type Error = HttpProblem;
    type Future = Ready<Result<Self, HttpProblem>>;

    fn from_request(http: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = http.extensions().get::<Actor>().cloned();
        ready(match (actor, services_of(http)) {
            (Some(actor), Some(services)) => Ok(Self { actor, services, http: http.clone() }),
            (None, _) => Err(HttpProblem::sign_in()),
            (_, None) => Err(HttpProblem::bug("the services are not there")),
        })
    }
}

impl FromRequest for Visitor {
    type Error = HttpProblem;
    type Future = Ready<Result<Self, HttpProblem>>;

    fn from_request(http: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match services_of(http) {
            Some(services) => Ok(Self { services, http: http.clone() }),
            None => Err(HttpProblem::bug("the services are not there")),
        })
    }
}

fn services_of(http: &HttpRequest) -> Option<web::Data<Services>> {
    http.app_data::<web::Data<Services>>().cloned()
}

async fn blocking<T: Send + 'static, E: Problem>(
    services: web::Data<Services>,
    work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
) -> Result<T, HttpProblem> {
    web::block(move || {
        let mut db = db::connection(&services.pool).map_err(|e| HttpProblem::from(&e))?;
        work(&mut db).map_err(|e| HttpProblem::from(&e))
    })
    .await
    .map_err(|e| HttpProblem::bug(&e.to_string()))?
}

macro_rules! at_a_desk {
    ($desk:ty) => {
        impl $desk {
            pub fn now(&self) -> DateTime<Utc> {
                self.services.clock.now()
            }

            /// The day it is in London.
            pub fn today(&self) -> crate::calendar::Date {
                crate::calendar::local_day(self.now())
            }

            pub fn shell(&self) -> Shell {
                Shell::of(&self.http)
            }

            pub fn http(&self) -> &HttpRequest {
                &self.http
            }

            /// Whether the page's own script asks, and wants data instead of a page.
            pub fn wants_json(&self) -> bool {
                let accept = self.http.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok());
                accept.is_some_and(|a| a.contains("application/json"))
            }

            /// The browser, as far as it names itself; for lists of sign-ins and downloads.
            pub fn browser(&self) -> String {
                let agent =
                    self.http.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok());
                agent.unwrap_or("a browser that does not name itself").chars().take(200).collect()
            }

            /// A page, with the banner of the page before used up.
            pub fn page(&self, page: &impl Template) -> Answer {
                self.page_as(actix_web::http::StatusCode::OK, page)
            }

            /// A page that says what is wrong with the form on it.
            pub fn page_as(
                &self,
                status: actix_web::http::StatusCode,
                page: &impl Template,
            ) -> Answer {
                let body = page.render().map_err(|e| HttpProblem::bug(&e.to_string()))?;
                let mut answer = HttpResponse::build(status);
                answer.content_type("text/html; charset=utf-8");
                if self.http.cookie(SAID_COOKIE).is_some() {
                    answer.cookie(gate::gone(SAID_COOKIE));
                }
                Ok(answer.body(body))
            }

            /// On to another page, which will say what happened. The words hold nothing personal.
            pub fn said(&self, to: &str, words: &str) -> Answer {
                let words = percent_encoding::utf8_percent_encode(
                    words,
                    percent_encoding::NON_ALPHANUMERIC,
                );
                let cookie = gate::cookie(SAID_COOKIE, words.to_string())
                    .max_age(actix_web::cookie::time::Duration::minutes(2))
                    .finish();
                Ok(HttpResponse::SeeOther()
                    .insert_header((header::LOCATION, to))
                    .cookie(cookie)
                    .finish())
            }
        }
    };
}

at_a_desk!(Desk);
at_a_desk!(Visitor);

impl Desk {
    pub fn who(&self) -> Who {
        Who::from(&self.actor)
    }

    /// Does a verb off the async threads, with a connection, the person and the time.
    ///
    /// # Errors
    /// The verb's own, as a problem for the reader.
    pub async fn work<T: Send + 'static, E: Problem>(
        &self,
        verb: impl FnOnce(&mut Db, &Actor, DateTime<Utc>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, HttpProblem> {
        let (actor, now) = (self.actor.clone(), self.now());
        blocking(self.services.clone(), move |db| verb(db, &actor, now)).await
    }
}

impl Visitor {
    /// Who is signed in in this browser, if anybody.
    pub fn actor(&self) -> Option<Actor> {
        self.http.extensions().get::<Actor>().cloned()
    }

    /// Does a verb off the async threads, with a connection and the time.
    ///
    /// # Errors
    /// The verb's own, as a problem for the reader.
    pub async fn work<T: Send + 'static, E: Problem>(
        &self,
        verb: impl FnOnce(&mut Db, DateTime<Utc>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, HttpProblem> {
        let now = self.now();
        blocking(self.services.clone(), move |db| verb(db, now)).await
    }

    /// Where the question came from, for slowing down guesses.
    pub fn source(&self) -> String {
        self.http.peer_addr().map_or_else(|| "unknown".to_owned(), |a| a.ip().to_string())
    }
}

/// On to another page.
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}
