//! What staff do with searches.

use chrono::{DateTime, Duration, Utc};

use super::store::{self, SearchRow, SearchState};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::letters::{self, Addressee, Field, LetterKind, Outgoing, Values};
use crate::links::{self, NewLink, Purpose};
use crate::mail::{self, Channel};
use crate::problem::Invalid;
use crate::requests::{NotDone, Reference, RequestRow, State, known};
use crate::settings::Settings;

/// A search to be sent.
#[derive(Debug, Clone)]
pub struct NewSearch {
    /// Where to look: "Hill House", "the school".
    pub place: String,
    pub custodian_name: String,
    pub custodian_email: String,
    /// To whom it goes where nobody answers; may be empty.
    pub manager_name: String,
    pub manager_email: String,
    pub asked_for: String,
}

impl NewSearch {
    fn checked(self) -> Result<Self, Invalid> {
        let line = |field, text: &str, ask: &str| {
            let text = text.trim().to_owned();
            if text.is_empty() || text.chars().count() > 200 || text.contains(['\r', '\n', '\0']) {
                Err(Invalid::new(field, ask))
            } else {
                Ok(text)
            }
        };
        let place = line("place", &self.place, "name the place or system to be searched")?;
        let custodian_name =
            line("custodian_name", &self.custodian_name, "name the person who will look")?;
        let custodian_email = self.custodian_email.trim().to_lowercase();
        if !mail::is_address(&custodian_email) {
            let ask = "enter their e-mail address, like name@example.org";
            return Err(Invalid::new("custodian_email", ask));
        }
        let asked_for = self.asked_for.trim().to_owned();
        if asked_for.is_empty() || asked_for.chars().count() > 10_000 {
            return Err(Invalid::new("asked_for", "say what to look for"));
        }
        let manager_email = self.manager_email.trim().to_lowercase();
        let manager_name = if manager_email.is_empty() && self.manager_name.trim().is_empty() {
            String::new()
        } else {
            line("manager_name", &self.manager_name, "name their manager, or leave both empty")?
        };
        if !manager_name.is_empty() && !mail::is_address(&manager_email) {
            let ask = "enter their manager's e-mail address, or leave both empty";
            return Err(Invalid::new("manager_email", ask));
        }
        Ok(Self { place, custodian_name, custodian_email, manager_name, manager_email, asked_for })
    }
}

/// Sends a search to a custodian, with a link to answer it.
///
/// # Errors
/// Where the role may not, the record is not being gathered, or a field cannot be taken.
pub fn send(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    search: NewSearch,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::SendSearch, &[])?;
        gathering(&request)?;
        let search = search.checked()?;
        let answer_by = local_day(now) + Duration::days(settings.pack.search_days);
        let id =
            store::add(db, request.id, &search, by.id, answer_by, now).map_err(DbError::from)?;
        let row = find(db, &request, id)?;
        write_to_custodian(db, &request, &row, settings, false, now)?;
        let about = About::request(request.id).object(id).words(format!("to {}", row.place));
        audit::tell(db, &Who::from(by), Act::SearchSent, about, now)?;
        Ok(id)
    })
}

/// Asks a custodian again, with a new link; the one before stops working.
///
/// # Errors
/// Where the role may not, or the search was answered.
pub fn chase(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        let mut search = find(db, &request, id)?;
        allow(by, Action::SendSearch, &[])?;
        gathering(&request)?;
        if search.state != SearchState::Sent {
            return Err(NotDone::NotNow("this search has its answer; there is nothing to chase"));
        }
        let today = local_day(now);
        if search.answer_by <= today {
            search.answer_by = today + Duration::days(settings.pack.search_days);
            store::set_answer_by(db, id, search.answer_by).map_err(DbError::from)?;
        }
        links::withdraw(db, id, now)?;
        write_to_custodian(db, &request, &search, settings, true, now)?;
        let about = About::request(request.id).object(id).words(format!("at {}", search.place));
        Ok(audit::tell(db, &Who::from(by), Act::SearchChased, about, now)?)
    })
}

/// Goes on without an answer, and says why.
///
/// # Errors
/// Where the role may not, the search was answered, or no reason is given.
pub fn waive(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        let search = find(db, &request, id)?;
        allow(by, Action::SendSearch, &[])?;
        gathering(&request)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 {
            let ask = "say why the search is not needed, in 2,000 letters or fewer";
            return Err(Invalid::new("reason", ask).into());
        }
        let open = [SearchState::Sent, SearchState::Declined];
        let waived = store::set_answer(db, id, &open, SearchState::Waived, reason, now)
            .map_err(DbError::from)?;
        if !waived {
            return Err(NotDone::NotNow(
                "this search was answered a moment ago; load the page again",
            ));
        }
        links::withdraw(db, id, now)?;
        let about = About::request(request.id).object(id).words(format!("at {}", search.place));
        Ok(audit::tell(db, &Who::from(by), Act::SearchWaived, about, now)?)
    })
}

fn find(db: &mut Db, request: &RequestRow, id: Id) -> Result<SearchRow, NotDone> {
    let found = store::find(db, id).map_err(DbError::from)?;
    found
        .filter(|search| search.request_id == request.id)
        .ok_or_else(|| NotDone::Unknown(request.reference.clone()))
}

fn gathering(request: &RequestRow) -> Result<(), NotDone> {
    if request.state == State::Gathering {
        Ok(())
    } else {
        Err(NotDone::NotNow("searches are sent and settled while the record is gathered"))
    }
}

/// The mail names the reference and nothing of the case; what to look for stands behind the link.
pub(super) fn write_to_custodian(
    db: &mut Db,
    request: &RequestRow,
    search: &SearchRow,
    settings: &Settings,
    again: bool,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let token = link_for(db, request, search, &search.custodian_email, settings, now)?;
    let outgoing = Outgoing {
        kind: if again { LetterKind::SearchChaser } else { LetterKind::Search },
        to: Addressee {
            name: search.custodian_name.clone(),
            email: search.custodian_email.clone(),
            ..Addressee::default()
        },
        request: Some(request.id),
        by: Channel::Email,
        values: Values::default()
            .with(Field::Reference, &request.reference)
            .with(Field::Link, settings.link(&format!("/answers/{token}")))
            .on(Field::AnswerBy, Some(search.answer_by)),
    };
    letters::send(db, outgoing, settings, now)?;
    Ok(())
}

/// A link by which one person answers this search.
pub(super) fn link_for(
    db: &mut Db,
    request: &RequestRow,
    search: &SearchRow,
    person: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<String, DbError> {
    let link = NewLink {
        purpose: Purpose::Search,
        object: search.id,
        request: Some(request.id),
        person: person.to_owned(),
        lives: Duration::days(settings.access.search_link_days),
        max_uses: 10_000,
        code_hash: None,
    };
    let (_, token) = links::make(db, &link, now)?;
    Ok(token)
}
