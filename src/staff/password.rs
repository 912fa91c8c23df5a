//! What a password must be like (AUTH-01): long, not common, not about its owner; and how long it holds.

use chrono::{DateTime, Duration, Utc};

use crate::problem::Invalid;

/// Longest password taken, in characters.
pub const MOST: usize = 128;

/// Takes a password or says what is wrong with it. `own`: the person's and the council's names.
///
/// # Errors
/// Where it is short, too long, easily guessed, or made of the names given.
pub fn accept<'p>(password: &'p str, least: usize, own: &[&str]) -> Result<&'p str, Invalid> {
    let refuse = |words: String| Err(Invalid::new("password", words));
    let length = password.chars().count();
    if length < least {
        return refuse(format!(
            "the password must have at least {least} characters; four words you can remember are enough"
        ));
    }
    if length > MOST {
        return refuse(format!("the password may have {MOST} characters at most"));
    }
    let lower = password.to_lowercase();
    let words = own.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    for word in words.chain(["candour"]) {
        if word.chars().count() >= 4 && lower.contains(&word.to_lowercase()) {
            return refuse(format!(
                "the password may not hold \"{word}\", which others know of you or of us"
            ));
        }
    }
    if zxcvbn::zxcvbn(password, own).score() < zxcvbn::Score::Three {
        return refuse("the password is too easy to guess: it is common, or repeats itself".into());
    }
    Ok(password)
}

/// From when a password that was set at this moment has to be changed; `None` where it holds for good.
pub fn holds_until(set: DateTime<Utc>, days: i64) -> Option<DateTime<Utc>> {
    (days > 0).then(|| set + Duration::days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_holds_for_good_unless_days_are_set() {
        let set = DateTime::UNIX_EPOCH;

        assert_eq!(holds_until(set, 0), None);
        assert_eq!(holds_until(set, 90), Some(set + Duration::days(90)));
    }

    const OWN: &[&str] = &["Amara Obi", "amara.obi@northmoor.example", "Northmoor Council"];

    #[test]
    fn words_letters_and_pictures_of_any_kind_are_taken() {
        for good in
            ["llwynog dan y bwrdd coch", "correct-horse-battery-staple", "ŵyau 🦊 ar frys heddiw"]
        {
            assert!(accept(good, 15, OWN).is_ok(), "{good}");
        }
    }

    #[test]
    fn short_common_and_own_words_are_refused() {
        for bad in [
            "short",
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "ilikenorthmoorbest",
            "amara-is-the-name-1",
            "123456789012345678",
        ] {
            assert!(accept(bad, 15, OWN).is_err(), "{bad}");
        }
    }
}
