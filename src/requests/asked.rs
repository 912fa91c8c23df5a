//! What a request says, read once from a form: who asks, for whom, for what, and how they would
//! like to be answered.

use crate::closed::closed_list;
use chrono::NaiveDate;

use super::preferences::{Format, Preferences, Spoken};
use crate::calendar::{Date, Nation};
use crate::law::RequesterKind;
use crate::mail;
use crate::people::NewSubject;
use crate::problem::Invalid;

closed_list! {
    /// How somebody would like to receive the answer.
    ReceiveBy {
        Portal, "portal", "Online: I read and download it through a link";
        Post, "post", "By post, on paper";
        ByHand, "by_hand", "By hand: I come and collect it, or somebody brings it";
        EncryptedFile, "encrypted_file", "As a file with a password";
    }
}

closed_list! {
    /// By which way a request came in.
    ReceivedHow {
        Letter, "letter", "Letter";
        Email, "email", "E-mail";
        Form, "form", "Our form";
        Phone, "phone", "Telephone";
        InPerson, "in_person", "In person";
    }
}

/// The kinds of requester that a request is taken from.
pub const REQUESTERS: [RequesterKind; 14] = [
    RequesterKind::AdultSelf,
    RequesterKind::CareLeaver,
    RequesterKind::ChildCompetent,
    RequesterKind::ParentPr,
    RequesterKind::ParentNoPr,
    RequesterKind::Solicitor,
    RequesterKind::AuthorisedRepresentative,
    RequesterKind::Attorney,
    RequesterKind::CourtAppointed,
    RequesterKind::AdoptedAdult,
    RequesterKind::FoiRequester,
    RequesterKind::OtherLocalAuthority,
    RequesterKind::DeceasedHealth,
    RequesterKind::DeceasedSocialCare,
];

/// A request as it was made.
#[derive(Debug, Clone)]
pub struct Asked {
    pub subject: NewSubject,
    pub nation: Nation,
    pub received_on: NaiveDate,
    pub received_how: ReceivedHow,
    pub requester_kind: RequesterKind,
    pub requester_name: String,
    pub requester_email: String,
    pub requester_phone: String,
    pub requester_address: String,
    pub asked_for: String,
    pub receive_by: ReceiveBy,
    pub needs: String,
    pub preferences: Preferences,
}

/// The fields of a form, as text; both the public form and the one for staff fill it.
#[derive(Debug, Clone, Default)]
pub struct AskedFields {
    pub subject_name: String,
    pub other_names: String,
    pub born_on: Option<NaiveDate>,
    pub requester_kind: String,
    pub requester_name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub asked_for: String,
    pub receive_by: String,
    pub needs: String,
    pub received_on: Option<NaiveDate>,
    pub received_how: String,
    pub nation: String,
    /// Empty: what their own words ask for.
    pub language: String,
    pub other_language: String,
    pub format: String,
    pub interpreter: bool,
    pub reader: bool,
    pub staged: bool,
}

const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 10_000;

fn line(field: &'static str, text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.chars().count() > LONGEST_LINE || text.contains(['\r', '\n', '\0']) {
        return Err(Invalid::new(
            field,
            format!("use one line of {LONGEST_LINE} letters or fewer"),
        ));
    }
    Ok(text.to_owned())
}

fn text(field: &'static str, text: &str) -> Result<String, Invalid> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > LONGEST_TEXT || text.contains('\0') {
        return Err(Invalid::new(field, format!("use {LONGEST_TEXT} letters or fewer")));
    }
    Ok(text)
}

impl AskedFields {
    /// Reads the fields; every one that cannot be taken is named, not only the first.
    ///
    /// # Errors
    /// The fields that cannot be taken, in the order of the form.
    pub fn read(&self, today: Date) -> Result<Asked, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let mut take = |read: Result<String, Invalid>| {
            read.unwrap_or_else(|invalid| {
                wrong.push(invalid);
                String::new()
            })
        };
        let subject_name = take(line("subject_name", &self.subject_name));
        let other_names = take(text("other_names", &self.other_names));
        let requester_name = take(line("requester_name", &self.requester_name));
        let email = take(line("email", &self.email));
        let phone = take(line("phone", &self.phone));
        let address = take(text("address", &self.address));
        let asked_for = take(text("asked_for", &self.asked_for));
        let needs = take(text("needs", &self.needs));

        let requester_kind =
            RequesterKind::from_name(&self.requester_kind).filter(|kind| REQUESTERS.contains(kind));
        if requester_kind.is_none() {
            wrong.push(Invalid::new("requester_kind", "say who is asking"));
        }
        let for_another = requester_kind.is_some_and(RequesterKind::asks_for_another);
        if self.subject_name.trim().is_empty() {
            let words = "enter the full name of the person the records are about";
            wrong.push(Invalid::new("subject_name", words));
        }
        if self.born_on.is_some_and(|born| born > today) {
            wrong.push(Invalid::new("born_on", "a date of birth lies in the past"));
        }
        if for_another && requester_name.is_empty() {
            wrong.push(Invalid::new("requester_name", "enter the name of the person who asks"));
        }
        if !email.is_empty() && !mail::is_address(&email) {
            wrong.push(Invalid::new("email", "enter an e-mail address, like name@example.org"));
        }
        if email.is_empty() && address.is_empty() {
            let words = "give an e-mail address or a postal address, so that we can answer";
            wrong.push(Invalid::new("email", words));
        }
        if asked_for.is_empty() && self.asked_for.trim().is_empty() {
            wrong.push(Invalid::new("asked_for", "say what you would like to see"));
        }
        let receive_by = ReceiveBy::from_name(&self.receive_by);
        match receive_by {
            None => wrong.push(Invalid::new("receive_by", "choose how to receive the answer")),
            Some(ReceiveBy::Post) if address.is_empty() => {
                wrong.push(Invalid::new("address", "give the address to post the answer to"));
            }
            Some(ReceiveBy::Portal | ReceiveBy::EncryptedFile) if email.is_empty() => {
                let words = "give an e-mail address: the link is sent there";
                wrong.push(Invalid::new("email", words));
            }
            Some(
                ReceiveBy::Post | ReceiveBy::Portal | ReceiveBy::EncryptedFile | ReceiveBy::ByHand,
            ) => {}
        }
        let received_how = ReceivedHow::from_name(&self.received_how);
        if received_how.is_none() {
            wrong.push(Invalid::new("received_how", "say how the request came in"));
        }
        let received_on = match self.received_on {
            Some(day) if day > today => {
                wrong.push(Invalid::new("received_on", "the day of receipt cannot lie ahead"));
                None
            }
            Some(day) => Some(day),
            None => {
                wrong.push(Invalid::new("received_on", "enter the day the request reached you"));
                None
            }
        };
        let nation = Nation::from_name(&self.nation).filter(|nation| *nation != Nation::Ireland);
        if nation.is_none() {
            wrong.push(Invalid::new("nation", "choose whose law applies"));
        }
        let preferences = self.preferences().unwrap_or_else(|invalid| {
            wrong.push(invalid);
            Preferences::default()
        });
        wrong.dedup_by(|a, b| a.field == b.field);
        match (requester_kind, receive_by, received_how, received_on, nation) {
            (
                Some(requester_kind),
                Some(receive_by),
                Some(received_how),
                Some(received_on),
                Some(nation),
            ) if wrong.is_empty() => Ok(Asked {
                requester_name: if for_another { requester_name } else { subject_name.clone() },
                subject: NewSubject {
                    name: subject_name,
                    born_on: self.born_on,
                    number: String::new(),
                    other_names,
                },
                nation,
                received_on,
                received_how,
                requester_kind,
                requester_email: email,
                requester_phone: phone,
                requester_address: address,
                asked_for,
                receive_by,
                needs,
                preferences,
            }),
            _ => Err(wrong),
        }
    }
}

impl AskedFields {
    /// What they asked for, in choices where they were asked in choices.
    fn preferences(&self) -> Result<Preferences, Invalid> {
        let said = Preferences::of_words(&self.needs);
        let chosen = |field, name: &str| Invalid::new(field, format!("{name} is not on the list"));
        let language = match self.language.as_str() {
            "" => said.language,
            name => Spoken::from_name(name).ok_or_else(|| chosen("language", name))?,
        };
        let format = match self.format.as_str() {
            "" => said.format,
            // Who leaves the first choice and writes "large print" below it means what they wrote.
            "standard" => said.format,
            name => Format::from_name(name).ok_or_else(|| chosen("format", name))?,
        };
        Preferences {
            language,
            other_language: self.other_language.clone(),
            format,
            interpreter: self.interpreter,
            reader: self.reader,
            staged: self.staged,
            ..said
        }
        .checked()
    }
}

/// A day from the three fields of a GOV.UK date; empty fields are no day.
///
/// # Errors
/// Where the fields give no day of any month.
pub fn day_of(
    field: &'static str,
    [day, month, year]: [&str; 3],
) -> Result<Option<NaiveDate>, Invalid> {
    let parts = [day.trim(), month.trim(), year.trim()];
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let [day, month, year] = parts.map(|part| part.parse::<u32>().ok());
    let found = match (day, month, year) {
        (Some(day), Some(month), Some(year @ 1880..=2200)) => {
            i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        }
        _ => None,
    };
    match found {
        Some(day) => Ok(Some(day)),
        None => Err(Invalid::new(field, "enter a real date, such as 27 3 1998")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
    }

    fn own_request() -> AskedFields {
        AskedFields {
            subject_name: "Rowan Price".into(),
            requester_kind: "adult_self".into(),
            email: "rowan@example.org".into(),
            asked_for: "Everything about my time in care".into(),
            receive_by: "portal".into(),
            received_on: Some(today()),
            received_how: "form".into(),
            nation: "england".into(),
            ..AskedFields::default()
        }
    }

    fn wrong_fields(fields: &AskedFields) -> Vec<&'static str> {
        fields
            .read(today())
            .map_or_else(|wrong| wrong.iter().map(|w| w.field).collect(), |_| vec![])
    }

    #[test]
    fn who_asks_for_themselves_gives_their_name_once() {
        let asked = own_request().read(today()).expect("nothing is missing");

        assert_eq!(asked.requester_name, "Rowan Price");
    }

    #[test]
    fn an_empty_form_names_every_field_that_is_missing() {
        let missing = wrong_fields(&AskedFields::default());

        for field in ["subject_name", "requester_kind", "email", "asked_for", "receive_by"] {
            assert!(missing.contains(&field), "{field} not in {missing:?}");
        }
    }

    #[test]
    fn an_answer_by_post_needs_an_address() {
        let fields = AskedFields { receive_by: "post".into(), ..own_request() };

        assert_eq!(wrong_fields(&fields), ["address"]);
    }

    #[test]
    fn nobody_asks_for_another_without_their_own_name() {
        let fields = AskedFields { requester_kind: "solicitor".into(), ..own_request() };

        assert_eq!(wrong_fields(&fields), ["requester_name"]);
    }

    #[test]
    fn a_day_is_read_from_its_three_fields() {
        assert_eq!(
            day_of("born_on", ["27", "3", "1998"]).ok().flatten(),
            NaiveDate::from_ymd_opt(1998, 3, 27)
        );
        assert_eq!(day_of("born_on", ["", " ", ""]).ok().flatten(), None);
        assert!(day_of("born_on", ["31", "2", "1998"]).is_err());
        assert!(day_of("born_on", ["27", "", "1998"]).is_err());
    }
}
