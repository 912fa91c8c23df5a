//! What goes to the person who asked, on the way to the answer. By mail where they gave an address
//! for it, else as a letter for staff to print and post.

use chrono::{DateTime, Utc};

use super::RequestRow;
use crate::calendar::{Date, words};
use crate::db::{Db, Id};
use crate::mail::{self, Channel, Message, NotTaken};
use crate::settings::Controller;

/// A message to the requester before it has an address.
pub struct Letter {
    purpose: &'static str,
    subject: String,
    paragraphs: Vec<String>,
}

pub fn acknowledgement(reference: &str, received: Date, due: Option<Date>) -> Letter {
    let by = due.map_or_else(
        || "We will tell you by when we will answer.".to_owned(),
        |due| format!("We will answer by {} at the latest, and sooner if we can.", words(due)),
    );
    Letter {
        purpose: "acknowledgement",
        subject: format!("We have your request {reference}"),
        paragraphs: vec![
            format!("Thank you for your request, which reached us on {}.", words(received)),
            by,
            "It costs nothing. We may ask you to show who you are, or to help us find what you mean. \
             If we do, we will ask soon."
                .to_owned(),
        ],
    }
}

pub fn identity(reference: &str, what: &str) -> Letter {
    Letter {
        purpose: "identity",
        subject: format!("Please show us who you are: request {reference}"),
        paragraphs: vec![
            "Before we send anybody's records, we make sure that they go to the right person.".to_owned(),
            format!("Please show us: {what}"),
            "You can send a copy, or come and show it. If this is difficult, call us and we will find \
             another way."
                .to_owned(),
            "The time for our answer begins when we have what we asked for.".to_owned(),
        ],
    }
}

pub fn clarification(reference: &str, question: &str) -> Letter {
    Letter {
        purpose: "clarification",
        subject: format!("A question about your request {reference}"),
        paragraphs: vec![
            "We hold a good deal of information, and this question helps us find what matters to you:"
                .to_owned(),
            question.to_owned(),
            "The time for our answer stands still until we hear from you. If you would rather have \
             everything we can find, tell us so; that is an answer too."
                .to_owned(),
        ],
    }
}

pub fn extension(reference: &str, reason: &str, due: Option<Date>) -> Letter {
    let by = due.map_or_else(String::new, |due| format!("We will now answer by {}.", words(due)));
    Letter {
        purpose: "extension",
        subject: format!("We need more time for your request {reference}"),
        paragraphs: vec![
            "We need more time than a month for your request. The law allows up to two more months \
             where a request is complex or where somebody has made several."
                .to_owned(),
            format!("Why: {reason}"),
            by,
            "You may complain about this to us or to the regulator.".to_owned(),
        ],
    }
}

pub fn refusal(reference: &str, reason: &str) -> Letter {
    Letter {
        purpose: "refusal",
        subject: format!("Your request {reference}"),
        paragraphs: vec![
            "We cannot give you what you asked for.".to_owned(),
            format!("Why: {reason}"),
            "If you think this is wrong, you can complain to us. You can also complain to the regulator, \
             or go to court."
                .to_owned(),
        ],
    }
}

/// Sends it the way the requester can be reached.
///
/// # Errors
/// Where the address cannot be used, or the database refuses.
pub fn send(
    db: &mut Db,
    request: &RequestRow,
    letter: Letter,
    from: &Controller,
    now: DateTime<Utc>,
) -> Result<Id, NotTaken> {
    let mut body = format!("Dear {},\n\n", request.requester_name);
    for paragraph in letter.paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
        body.push_str(paragraph);
        body.push_str("\n\n");
    }
    body.push_str(&format!(
        "Your reference is {}. To reach us, write to {} or call {}.\n\n{}\n{}\n",
        request.reference, from.email, from.phone, from.officer, from.name
    ));
    if letter.purpose == "refusal" || letter.purpose == "extension" {
        body.push_str(&format!(
            "\nThe regulator: {}, {}\n",
            from.regulator, from.regulator_address
        ));
    }
    let by_mail = !request.requester_email.is_empty();
    let message = Message {
        request: Some(request.id),
        purpose: letter.purpose,
        channel: if by_mail { Channel::Email } else { Channel::Letter },
        to_name: request.requester_name.clone(),
        to_address: if by_mail {
            request.requester_email.clone()
        } else {
            request.requester_address.clone()
        },
        subject: letter.subject,
        body,
    };
    mail::send(db, &message, now)
}
