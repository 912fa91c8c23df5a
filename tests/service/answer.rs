//! What a browser got, and what a story expects of it.

use reqwest::header::{HeaderMap, LOCATION};

/// What the browser got.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |v| v.to_str().unwrap())
    }

    /// The page on which an interest has to be declared first.
    pub fn asks_for_interest(&self) -> Option<String> {
        if self.status == 303
            && self.location().split('?').next().is_some_and(|page| page.ends_with("/interest"))
        {
            return Some(self.location().to_owned());
        }
        let told: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        let first = told["first"].as_str().filter(|page| page.ends_with("/interest"));
        first.map(str::to_owned)
    }

    /// The page, or a failure that shows what came instead.
    #[track_caller]
    pub fn page(self) -> String {
        assert_eq!(self.status, 200, "{}\n{}", self.location(), self.body);
        self.body
    }

    /// The act was done: on to another page.
    #[track_caller]
    pub fn is_done(&self) {
        assert_eq!(self.status, 303, "{}", self.body);
        assert!(!self.location().starts_with("/sign-in"), "sent to sign in");
    }

    /// The act was turned away with this status, and these words for the reader.
    #[track_caller]
    pub fn is_refused(&self, status: u16, words: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(self.body.contains(words), "{words:?} not in {}", self.body);
    }

    #[track_caller]
    pub fn wants_sign_in(&self) {
        assert_eq!(self.status, 303, "{}", self.body);
        assert!(self.location().starts_with("/sign-in"), "{}", self.location());
    }
}
