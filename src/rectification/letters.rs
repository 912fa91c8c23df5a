//! What the letters of a correction say of the case; their wording is that of the letterbook.

use super::outcome::Outcome;

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

/// What was decided of each passage, and why (article 12(4)); the person's words stay as they are.
pub fn outcome(told: &[Told<'_>]) -> String {
    let mut text = String::new();
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
    text
}

/// Who was told (article 19): by name where the person wants to know. Nothing where nothing changed.
pub fn recipients(told: &[Told<'_>], wanted: bool, names: &[String]) -> String {
    if !told.iter().any(|passage| passage.outcome.changes_the_record()) {
        String::new()
    } else if !wanted {
        "ask us, if you would like to know".into()
    } else if names.is_empty() {
        "nobody, as far as our register goes".into()
    } else {
        names.join("; ")
    }
}

/// A document that was corrected, as a recipient knows it.
pub struct Corrected<'a> {
    pub title: &'a str,
    pub page: Option<i64>,
    pub says: &'a str,
    pub new_words: &'a str,
    pub outcome: Outcome,
}

/// What a recipient was given, and how it is to be read now.
pub fn correction(corrected: &[Corrected<'_>]) -> String {
    let mut text = String::new();
    for one in corrected {
        let page = one.page.map_or_else(String::new, |page| format!(", page {page}"));
        text += &format!("{}{page}\n{}.\n", one.title, one.outcome.words());
        text += &format!("It said: {}\n", one.says);
        if !one.new_words.is_empty() {
            text += &format!("It is to be read like this: {}\n", one.new_words);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(outcome: Outcome) -> Told<'static> {
        Told {
            item: Some(12),
            page: Some(3),
            should_say: "i never said that",
            outcome,
            reason: "Two people who were there wrote the same.",
            new_words: "",
            has_statement: true,
        }
    }

    #[test]
    fn a_refusal_gives_its_reasons_and_keeps_the_persons_words() {
        let said = outcome(&[told(Outcome::Refused)]);

        for part in
            ["i never said that", "Two people who were there", "word for word", "D12, page 3"]
        {
            assert!(said.contains(part), "{part} not in {said}");
        }
    }

    #[test]
    fn recipients_are_named_to_whoever_wants_to_know_and_only_where_something_changed() {
        let names = ["Hill School".to_owned()];

        assert_eq!(recipients(&[told(Outcome::Refused)], true, &names), "");
        assert_eq!(recipients(&[told(Outcome::Rectified)], true, &names), "Hill School");
        assert!(!recipients(&[told(Outcome::Rectified)], false, &names).contains("Hill School"));
    }
}
