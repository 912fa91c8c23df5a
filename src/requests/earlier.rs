//! Earlier requests of the same people, found by what they give of themselves: so that nobody has
//! to say again what is held already. Staff learn of it; the public form knows nothing of this.

use chrono::NaiveDate;

use super::interests::same_name;
use super::{RequestRow, store};
use crate::access::Actor;
use crate::db::{Db, DbError, Id};
use crate::law::RequesterKind;

/// Details are looked for in so many requests, the newest: what is older is seldom still true.
const MOST: usize = 5;

/// Whether who asks now is who asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    Same,
    /// The same e-mail address under another name: families and offices share one.
    OtherName,
    Another,
}

/// What two requests have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Common {
    /// Both are about the same person.
    pub subject: bool,
    pub asker: Asker,
}

/// As far as a request says who it is about and who asks.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    pub subject: Id,
    pub subject_name: &'a str,
    pub born_on: Option<NaiveDate>,
    pub requester_kind: &'a str,
    pub requester_name: &'a str,
    pub requester_email: &'a str,
}

impl Given<'_> {
    fn of_themselves(&self) -> bool {
        RequesterKind::from_name(self.requester_kind).is_some_and(|kind| !kind.asks_for_another())
    }

    /// What this request has in common with an earlier one, if anything.
    pub fn common(&self, before: &Given) -> Option<Common> {
        let selves = self.of_themselves() && before.of_themselves();
        let email = !self.requester_email.is_empty()
            && self.requester_email.eq_ignore_ascii_case(before.requester_email);
        let known_by_email = email && same_name(self.requester_name, before.requester_name);
        let subject_name = same_name(self.subject_name, before.subject_name);
        // Two dates of birth are two people, whatever address they share.
        let born_apart = self.born_on.zip(before.born_on).is_some_and(|(one, other)| one != other);
        let born_alike = self.born_on.is_some() && self.born_on == before.born_on;
        let subject = self.subject == before.subject
            || (subject_name && born_alike)
            || (selves && known_by_email && !born_apart);
        let asker = if (known_by_email && !(selves && born_apart)) || (selves && subject) {
            Asker::Same
        } else if email {
            Asker::OtherName
        } else {
            Asker::Another
        };
        (subject || asker != Asker::Another).then_some(Common { subject, asker })
    }
}

/// The earlier requests of the same people, as far as one colleague may know of them.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// Those they know, newest first.
    pub known: Vec<(RequestRow, Common)>,
    /// References of those they may know of and have not opened: they say first whether they have an
    /// interest.
    pub unopened: Vec<String>,
    /// Who has those that are not theirs to know of: there they ask.
    pub elsewhere: Vec<String>,
}

impl Earlier {
    pub fn is_empty(&self) -> bool {
        self.known.is_empty() && self.unopened.is_empty() && self.elsewhere.is_empty()
    }
}

/// Looks for earlier requests of the people of `request`.
///
/// # Errors
/// Where the database cannot be read.
pub fn earlier(db: &mut Db, by: &Actor, request: &RequestRow) -> Result<Earlier, DbError> {
    let Some(now) = store::with_subject(db, request.id)? else { return Ok(Earlier::default()) };
    let mut alike: Vec<(store::Sought, Common)> = store::sought(db, &now)?
        .into_iter()
        .filter_map(|before| now.given().common(&before.given()).map(|common| (before, common)))
        .collect();
    alike.truncate(MOST);
    if alike.is_empty() {
        return Ok(Earlier::default());
    }
    let ids: Vec<Id> = alike.iter().map(|(one, _)| one.request.id).collect();
    let reach = store::reach(db, by, &ids)?;
    let mut earlier = Earlier::default();
    for (one, common) in alike {
        match reach.of(one.request.id) {
            store::Reach::Known => earlier.known.push((one.request, common)),
            store::Reach::Unopened => earlier.unopened.push(one.request.reference),
            store::Reach::Elsewhere => {
                earlier.elsewhere.push(one.owner.unwrap_or_else(|| "nobody yet".to_owned()));
            }
            // Who has an interest in it does not hear that it is there.
            store::Reach::Barred => {}
        }
    }
    earlier.elsewhere.sort();
    earlier.elsewhere.dedup();
    Ok(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(day: &str) -> Option<NaiveDate> {
        day.parse().ok()
    }

    fn rowan() -> Given<'static> {
        Given {
            subject: Id::new(),
            subject_name: "Rowan Price",
            born_on: born("1998-03-27"),
            requester_kind: "adult_self",
            requester_name: "Rowan Price",
            requester_email: "rowan@example.org",
        }
    }

    #[test]
    fn somebody_is_known_by_address_and_name_or_by_name_and_birth() {
        let same = Some(Common { subject: true, asker: Asker::Same });
        let moved = Given { requester_email: "other@example.org", ..rowan() };
        let no_birth = Given { born_on: None, requester_email: "Rowan@Example.org", ..rowan() };

        assert_eq!(rowan().common(&moved), same);
        assert_eq!(rowan().common(&no_birth), same);
    }

    #[test]
    fn strangers_and_namesakes_have_nothing_in_common() {
        let namesake = Given {
            born_on: born("1971-01-02"),
            requester_email: "namesake@example.org",
            ..rowan()
        };
        let unsaid = Given { born_on: None, requester_email: "", ..rowan() };

        assert_eq!(rowan().common(&namesake), None);
        assert_eq!(rowan().common(&unsaid), None);
    }

    #[test]
    fn a_shared_address_makes_nobody_the_same_person() {
        let dana = Given { requester_kind: "parent_pr", requester_name: "Dana Price", ..rowan() };
        let father_and_son = Given { born_on: born("1970-05-05"), ..rowan() };

        assert_eq!(
            rowan().common(&dana),
            Some(Common { subject: true, asker: Asker::OtherName }),
            "their own record, asked for by their mother before"
        );
        assert_eq!(
            rowan().common(&father_and_son),
            Some(Common { subject: false, asker: Asker::OtherName })
        );
    }

    #[test]
    fn a_solicitor_is_the_same_for_another_client() {
        let firm = |client: &'static str, born_on| Given {
            subject: Id::new(),
            subject_name: client,
            born_on,
            requester_kind: "solicitor",
            requester_name: "Sian Bevan",
            requester_email: "sian@firm.example",
        };
        let (one, other) =
            (firm("Rowan Price", born("1998-03-27")), firm("Kit Lloyd", born("2001-01-01")));

        assert_eq!(one.common(&other), Some(Common { subject: false, asker: Asker::Same }));
        assert_eq!(rowan().common(&one), Some(Common { subject: true, asker: Asker::Another }));
    }
}
