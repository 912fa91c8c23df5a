//! `SAR-2026-00042`: what people call a request.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A request's name, as people say and print it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// What was given is not a reference.
#[derive(Debug, thiserror::Error)]
#[error("a reference looks like SAR-2026-00042")]
pub struct NotAReference;

impl Reference {
    pub fn new(prefix: &str, year: i32, number: i64) -> Self {
        Self(format!("{prefix}-{year}-{number:05}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let text = text.trim().to_uppercase();
        let parts: Vec<&str> = text.split('-').collect();
        let fits = matches!(parts.as_slice(), [prefix, year, number]
            if prefix.len() == 3 && prefix.bytes().all(|b| b.is_ascii_uppercase())
                && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
                && (5..=9).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()));
        if fits { Ok(Self(text)) } else { Err(NotAReference) }
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_people_type_it() {
        assert_eq!(
            " sar-2026-00042 ".parse::<Reference>().ok(),
            Some(Reference::new("SAR", 2026, 42))
        );
        for wrong in ["SAR-26-42", "../../etc", "SAR-2026-0004x", ""] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }
}
