//! What is written to the person who asked and to those who were given the old words. Letters carry
//! case words; mails never do.

use super::outcome::Outcome;
use crate::calendar::{Date, words};
use crate::settings::Controller;

/// A passage as the reply tells of it.
pub struct Told<'a> {
    pub item: Option<i64>,
    pub page: Option<i64>,
    pub should_say: &'a str,
    pub outcome: Outcome,
    pub reason: &'a str,
    pub new_words: &'a str,
    pub has_statement: bool,
}

/// The reply: what was decided and why, what else the person can do (article 12(4)), and that the
/// restriction ends now (article 18(3)).
pub fn reply(
    name: &str,
    reference: &str,
    told: &[Told<'_>],
    recipients: &[String],
    own_words: &str,
    from: &Controller,
) -> String {
    let mut text = format!(
        "Dear {name}\n\nYou asked us to correct what our record says about you. We looked into it, and this is what we decided.\n\n"
    );
    for (at, passage) in told.iter().enumerate() {
        let place = passage.item.map_or_else(String::new, |item| {
            let page = passage.page.map_or_else(String::new, |page| format!(", page {page}"));
            format!(" (document D{item}{page})")
        });
        text += &format!(
            "{}. You wrote that it should say{place}:\n\n{}\n\nWhat we decided: {}.\nWhy: {}\n",
            at + 1,
            passage.should_say,
            passage.outcome.words(),
            passage.reason
        );
        if !passage.new_words.is_empty() {
            text += &format!("The record is now to be read like this: {}\n", passage.new_words);
        }
        if passage.has_statement {
            text += "Your own statement is kept with the document, word for word, and goes wherever it goes.\n";
        }
        text.push('\n');
    }
    if !own_words.trim().is_empty() {
        text += &format!("{}\n\n", own_words.trim());
    }
    text += "While we looked into this, we restricted the use of these documents. That restriction ends with this letter.\n\n";
    if told.iter().any(|passage| passage.outcome.changes_the_record()) {
        text += "We told everybody to whom we had given these documents, unless that was impossible or out of all proportion.";
        if recipients.is_empty() {
            text += " Our register names nobody.\n\n";
        } else {
            text += &format!(" They are: {}.\n\n", recipients.join("; "));
        }
    }
    text += &format!(
        "If you think this is wrong\n\nYou can ask us to look at it again, and say why: write to {email} or call {phone}. Somebody may do so for you.\nYou have the right to complain to us. We answer that we have your complaint within 30 days.\nYou have the right to complain to the {regulator}: {regulator_address}.\nYou can ask a court to order us to do what the law says.\n\nYour reference is {reference}.\n\n{officer}\n{council}\n",
        email = from.email,
        phone = from.phone,
        regulator = from.regulator,
        regulator_address = from.regulator_address,
        officer = from.officer,
        council = from.name,
    );
    text
}

/// A document that was corrected, as a recipient knows it.
pub struct Corrected<'a> {
    pub title: &'a str,
    pub page: Option<i64>,
    pub says: &'a str,
    pub new_words: &'a str,
    pub outcome: Outcome,
}

/// The notice of article 19, by post: what was given, and how it is to be read now.
pub fn notice(
    name: &str,
    given_on: Option<Date>,
    corrected: &[Corrected<'_>],
    from: &Controller,
) -> String {
    let given = given_on.map_or_else(String::new, |day| format!(" on {}", words(day)));
    let mut text = format!(
        "Dear {name}\n\nYou received documents from us{given}. Something in them was contested, and we decided about it. Please put this letter with your copy, and do not rely on the old words.\n\n"
    );
    for one in corrected {
        let page = one.page.map_or_else(String::new, |page| format!(", page {page}"));
        text += &format!("{}{page}\n{}.\n", one.title, one.outcome.words());
        text += &format!("It said: {}\n", one.says);
        if !one.new_words.is_empty() {
            text += &format!("It is to be read like this: {}\n", one.new_words);
        }
        text.push('\n');
    }
    text += &format!(
        "If you passed the documents on, please pass this on too.\n\nQuestions: {} or {}.\n\n{}\n{}\n",
        from.email, from.phone, from.officer, from.name
    );
    text
}

/// The same by mail, which says nothing of the case.
pub fn notice_by_mail(name: &str, given_on: Option<Date>, from: &Controller) -> String {
    let given = given_on.map_or_else(String::new, |day| format!(" on {}", words(day)));
    format!(
        "Dear {name}\n\nYou received documents from us{given}. One of them was corrected since. Please do not rely on your copy until you have the correction: call {} or write to {}, and we give it to you in a safe way.\n\n{}\n{}\n",
        from.phone, from.email, from.officer, from.name
    )
}

/// Tells the person by mail that the reply is written.
pub fn reply_is_ready(name: &str, reference: &str, from: &Controller) -> String {
    format!(
        "Dear {name}\n\nWe have decided about your request {reference}. Our reply is on its way to you by post. If you gave us no address, call {} or write to {}, and we give it to you in a safe way.\n\n{}\n{}\n",
        from.phone, from.email, from.officer, from.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> Told<'static> {
        Told {
            item: Some(12),
            page: Some(3),
            should_say: "i never said that",
            outcome: Outcome::Refused,
            reason: "Two people who were there wrote the same.",
            new_words: "",
            has_statement: true,
        }
    }

    #[test]
    fn a_refusal_gives_its_reasons_and_every_way_to_challenge_it() {
        let us = Controller::default();

        let reply = reply("Rowan Price", "RCT-2026-00001", &[refused()], &[], "", &us);

        for part in [
            "i never said that",
            "Two people who were there",
            "look at it again",
            "complain to us",
            us.regulator.as_str(),
            "court",
            "word for word",
            "Somebody may do so for you",
        ] {
            assert!(reply.contains(part), "{part} not in {reply}");
        }
        assert!(!reply.contains("We told everybody"), "{reply}");
    }

    #[test]
    fn a_mail_to_a_recipient_says_nothing_of_the_case() {
        let mail = notice_by_mail("Hill School", None, &Controller::default());

        assert!(!mail.contains("D12") && !mail.contains("Rowan"), "{mail}");
    }
}
