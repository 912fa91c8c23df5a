//! A form that was sent: its anti-forgery token checked, only known fields taken.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::HttpProblem;
use super::csrf::{Csrf, FIELD};
use crate::problem::Kind;

/// Largest form taken, in bytes (WEB-07).
const MOST: usize = 1 << 20;

/// The fields of a form. `T` denies unknown fields, and repeats are lists.
pub struct Sent<T>(pub T);

/// A form that is a button alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFields {}

impl<T: DeserializeOwned + 'static> FromRequest for Sent<T> {
    type Error = HttpProblem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, HttpProblem>>>>;

    fn from_request(http: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let json = http.content_type() == "application/json";
        let header =
            http.headers().get("x-csrf-token").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let csrf = http.extensions().get::<Csrf>().cloned();
        let body = web::Bytes::from_request(http, payload);
        Box::pin(async move {
            let body = body.await.map_err(|_| too_large())?;
            if body.len() > MOST {
                return Err(too_large());
            }
            let csrf = csrf.ok_or_else(forged)?;
            if json {
                if !header.is_some_and(|sent| csrf.is(&sent)) {
                    return Err(forged());
                }
                return serde_json::from_slice(&body).map(Sent).map_err(|e| wrong(&e.to_string()));
            }
            let pairs: Vec<(String, String)> =
                serde_html_form::from_bytes(&body).map_err(|e| wrong(&e.to_string()))?;
            let token = header.or_else(|| {
                pairs.iter().find(|(name, _)| name == FIELD).map(|(_, value)| value.clone())
            });
            if !token.is_some_and(|sent| csrf.is(&sent)) {
                return Err(forged());
            }
            let rest: Vec<(&str, &str)> = pairs
                .iter()
                .filter(|(name, _)| name != FIELD)
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let again = serde_html_form::to_string(&rest).map_err(|e| wrong(&e.to_string()))?;
            serde_html_form::from_str(&again).map(Sent).map_err(|e| wrong(&e.to_string()))
        })
    }
}

fn too_large() -> HttpProblem {
    HttpProblem::of(Kind::Invalid, "the form is larger than 1 MiB; shorten what you wrote")
}

fn forged() -> HttpProblem {
    HttpProblem::of(
        Kind::NotAllowed,
        "the page was open too long or in another sign-in; go back, load it again and send it once more",
    )
}

fn wrong(why: &str) -> HttpProblem {
    HttpProblem::of(Kind::Invalid, format!("the form could not be read: {why}"))
}
