//! Where somebody goes on after a page that came in between.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// A path of our own, with its query. What would lead elsewhere, as `//evil.example` does, and what
/// browsers make into such by leaving out tabs and line ends, is the front page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct OwnPath(String);

impl OwnPath {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path itself where it lies at or below `top`, and otherwise `top`.
    pub fn below(&self, top: &str) -> String {
        let rest = self.0.strip_prefix(top);
        let inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        if inside { self.0.clone() } else { top.to_owned() }
    }

    /// `page`, told where to lead on to: where the asked page was only to be looked at.
    pub fn after(page: &str, asked: &HttpRequest) -> String {
        let here = asked.uri().path_and_query().map_or("/", |p| p.as_str());
        if asked.method() == Method::GET && here != "/" {
            format!("{page}?next={}", utf8_percent_encode(here, NON_ALPHANUMERIC))
        } else {
            page.to_owned()
        }
    }
}

impl Default for OwnPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl From<String> for OwnPath {
    fn from(path: String) -> Self {
        let own = path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control);
        if own { Self(path) } else { Self::default() }
    }
}

impl fmt::Display for OwnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the page that came in between was told to lead on to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    pub next: OwnPath,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_led_on_to() {
        for own in ["/", "/requests?show=mine", "/requests/SAR-2026-00001/items/3"] {
            assert_eq!(OwnPath::from(own.to_owned()).as_str(), own);
        }
        for foreign in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil",
        ] {
            assert_eq!(OwnPath::from(foreign.to_owned()), OwnPath::default(), "{foreign:?}");
        }
    }

    #[test]
    fn a_page_about_one_request_leads_on_to_that_request_alone() {
        let to = |path: &str| OwnPath::from(path.to_owned()).below("/requests/SAR-2026-00001");
        assert_eq!(
            to("/requests/SAR-2026-00001/record?page=2"),
            "/requests/SAR-2026-00001/record?page=2"
        );
        assert_eq!(to("/requests/SAR-2026-000012"), "/requests/SAR-2026-00001");
        assert_eq!(to("/disclosures"), "/requests/SAR-2026-00001");
    }
}
