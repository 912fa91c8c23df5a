//! A route, a line: method, path, what it needs, who answers.

use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Responder, Route, web};

use crate::access::Action;

/// What somebody must bring to be let in at all. What they may then see is the verb's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: public pages, pages behind a link (which check it), assets.
    Nothing,
    /// Any signed-in member of staff.
    SignedIn,
    /// A role that may do this.
    May(Action),
}

/// One route of the service.
pub struct Line {
    pub method: Method,
    pub path: &'static str,
    pub needs: Needs,
    pub route: Route,
}

pub fn get<F, Args>(path: &'static str, needs: Needs, handler: F) -> Line
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Line { method: Method::GET, path, needs, route: web::get().to(handler) }
}

pub fn post<F, Args>(path: &'static str, needs: Needs, handler: F) -> Line
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Line { method: Method::POST, path, needs, route: web::post().to(handler) }
}

/// The routes and what they need as text, for the snapshot.
pub fn table(lines: &[Line]) -> String {
    let mut rows: Vec<String> = lines
        .iter()
        .map(|line| {
            let needs = match line.needs {
                Needs::Nothing => "nothing".to_owned(),
                Needs::SignedIn => "signed in".to_owned(),
                Needs::May(action) => format!("may {}", action.name()),
            };
            format!("{:<5}{:<58}{needs}\n", line.method, line.path)
        })
        .collect();
    rows.sort();
    rows.concat()
}
