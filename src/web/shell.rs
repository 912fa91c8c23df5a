//! What the layout around every page shows.

use actix_web::{HttpMessage as _, HttpRequest, web};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;

use super::assets;
use super::csrf::Csrf;
use super::gate::SAID_COOKIE;
use super::services::Services;
use crate::access::{Action, Actor, may};

/// A step of the way back.
#[derive(Debug, Clone)]
pub struct Crumb {
    pub words: String,
    pub href: String,
}

#[derive(Debug, Clone)]
pub struct NavItem {
    pub words: &'static str,
    pub href: &'static str,
    pub here: bool,
}

/// Everything the layout needs; the first field of every page's template.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    pub council: String,
    pub person: Option<String>,
    pub role: Option<&'static str>,
    pub csrf: String,
    /// What just happened, from the page before.
    pub said: Option<String>,
    pub crumbs: Vec<Crumb>,
    pub nav: Vec<NavItem>,
    pub demonstration: bool,
    pub idle_minutes: i64,
    /// What is wrong with the form below: words and the field they speak of.
    pub errors: Vec<(String, String)>,
    /// Pages that need the whole width, such as the reviewer's.
    pub wide: bool,
}

impl Shell {
    pub fn of(http: &HttpRequest) -> Self {
        let services = http.app_data::<web::Data<Services>>();
        let actor = http.extensions().get::<Actor>().cloned();
        let csrf =
            http.extensions().get::<Csrf>().map(|c| c.as_str().to_owned()).unwrap_or_default();
        let said = http.cookie(SAID_COOKIE).and_then(|c| {
            percent_encoding::percent_decode_str(c.value())
                .decode_utf8()
                .ok()
                .map(|s| s.into_owned())
        });
        Self {
            council: services.map_or_else(String::new, |s| s.settings.controller.name.clone()),
            person: actor.as_ref().map(|a| a.name.clone()),
            role: actor.as_ref().map(|a| a.role.words()),
            csrf,
            said: said.filter(|s| !s.is_empty()),
            crumbs: Vec::new(),
            nav: actor.map(|a| nav(&a, http.path())).unwrap_or_default(),
            demonstration: services.is_some_and(|s| s.settings.demonstration),
            idle_minutes: services.map_or(15, |s| s.settings.access.idle_minutes),
            errors: Vec::new(),
            wide: false,
        }
    }

    #[must_use]
    pub fn crumb(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { words: words.into(), href: href.into() });
        self
    }

    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Points the error summary at a field of the page's form.
    #[must_use]
    pub fn error(mut self, words: &str, field: &str) -> Self {
        self.errors.push((super::problem::sentence(words), field.to_owned()));
        self
    }

    /// What is wrong with this field, if anything.
    pub fn error_at(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(_, f)| f == field).map(|(words, _)| words.as_str())
    }

    /// The address of an asset, with its version.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }
}

fn nav(actor: &Actor, path: &str) -> Vec<NavItem> {
    const PLACES: [(&str, &str, Action); 9] = [
        ("Requests", "/requests", Action::SeeRequests),
        ("To decide", "/sign-off", Action::SignPack),
        ("Disclosures", "/disclosures", Action::SeeRegister),
        ("Letters", "/letters", Action::WordLetters),
        ("Days", "/clock", Action::SetClock),
        ("Diary", "/diary", Action::ReadDiary),
        ("Background work", "/jobs", Action::SeeJobs),
        ("Staff", "/staff", Action::ManageStaff),
        ("Messages", "/messages", Action::SeeOutbox),
    ];
    PLACES
        .into_iter()
        .filter(|(_, _, action)| may(actor, *action))
        .map(|(words, href, _)| NavItem { words, href, here: path.starts_with(href) })
        .collect()
}

/// `3 March 2027`.
pub fn day(date: &NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `3 March 2027 at 2:05pm`, as clocks show it in London.
pub fn moment(at: &NaiveDateTime) -> String {
    let local: DateTime<chrono_tz::Tz> = Utc.from_utc_datetime(at).with_timezone(&London);
    local.format("%-d %B %Y at %-I:%M%P").to_string()
}

/// `5,012`.
pub fn number(n: &i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if *n < 0 { format!("-{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_in_threes() {
        assert_eq!(
            [0, 12, 999, 1_000, 5_012, 1_234_567].map(|n| number(&n)),
            ["0", "12", "999", "1,000", "5,012", "1,234,567"]
        );
    }

    #[test]
    fn a_moment_in_summer_is_shown_an_hour_later_than_utc() {
        let noon = NaiveDate::from_ymd_opt(2027, 7, 1).and_then(|d| d.and_hms_opt(12, 5, 0));

        assert_eq!(noon.map(|at| moment(&at)).as_deref(), Some("1 July 2027 at 1:05pm"));
    }
}
