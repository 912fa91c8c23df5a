//! What counts as a conflict, and how a name is compared with a name. Pure.

use crate::access::Actor;
use crate::closed::closed_list;

closed_list! {
    /// What somebody is to a request.
    Standing {
        None, "none", "no conflict of interest";
        Conflict, "conflict", "a conflict of interest";
        Cleared, "cleared", "a conflict that a manager cleared";
    }
}

closed_list! {
    /// How a conflict came to be known. The words complete "because" and hold nothing of the case.
    Found {
        Declared, "declared", "they declared it";
        Subject, "subject", "the record is about somebody of their name";
        Requester, "requester", "somebody of their name or e-mail address asks";
        Circle, "circle", "somebody of their name stands around the subject";
        Author, "author", "somebody of their name wrote in the record";
    }
}

/// Who a request speaks of, as far as a colleague may be among them.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub subject: Vec<String>,
    pub requester: String,
    pub requester_email: String,
    pub circle: Vec<String>,
    pub authors: Vec<String>,
}

impl Named {
    /// Whether this person is named, and as what.
    pub fn finds(&self, person: &Actor) -> Option<Found> {
        let theirs = plain(&person.name);
        let any = |names: &[String]| names.iter().any(|name| plain(name) == theirs);
        let address = self.requester_email.trim();
        if any(&self.subject) {
            Some(Found::Subject)
        } else if plain(&self.requester) == theirs || address.eq_ignore_ascii_case(&person.email) {
            Some(Found::Requester)
        } else if any(&self.circle) {
            Some(Found::Circle)
        } else if any(&self.authors) {
            Some(Found::Author)
        } else {
            None
        }
    }
}

const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev"];

/// Whether two names are one, however they are written.
pub fn same_name(one: &str, other: &str) -> bool {
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}

/// A name without case, titles, stops or spare spaces: "Dr. Amara  OBI" is "amara obi".
fn plain(name: &str) -> String {
    let words = name
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let words: Vec<String> =
        words.filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::db::Id;

    fn amara() -> Actor {
        let email = "amara.obi@northmoor.example".into();
        Actor { id: Id::new(), name: "Amara Obi".into(), email, role: Role::Handler }
    }

    fn named_as(set: impl FnOnce(&mut Named)) -> Option<Found> {
        let mut named = Named { requester: "Rowan Price".into(), ..Named::default() };
        set(&mut named);
        named.finds(&amara())
    }

    #[test]
    fn a_name_is_found_through_case_titles_and_stops() {
        assert_eq!(named_as(|n| n.circle = vec!["Dr. AMARA  Obi".into()]), Some(Found::Circle));
        assert_eq!(named_as(|n| n.subject = vec!["amara obi".into()]), Some(Found::Subject));
        assert_eq!(named_as(|n| n.authors = vec!["Obi, Amara".into()]), None);
    }

    #[test]
    fn somebody_who_asks_is_found_by_their_address_too() {
        let found = named_as(|n| n.requester_email = "Amara.Obi@NORTHMOOR.example".into());

        assert_eq!(found, Some(Found::Requester));
    }

    #[test]
    fn somebody_else_is_not_found() {
        assert_eq!(named_as(|n| n.circle = vec!["Amara Obison".into(), "Amara".into()]), None);
    }
}
