use proptest::prelude::*;

use super::*;

fn wording(subject: &str, body: &str) -> Wording {
    Wording { subject: subject.into(), body: body.into() }
}

fn refused(kind: LetterKind, subject: &str, body: &str) -> String {
    wording(subject, body).checked(kind).map_or_else(|e| e.words, |_| String::new())
}

#[test]
fn a_blank_that_no_field_names_is_refused_with_its_name() {
    let words = refused(LetterKind::PackCode, "Your code", "{code} {birthday}");

    assert_eq!(words, "{birthday} is no field; choose one of the list");
}

#[test]
fn a_missing_field_is_refused_with_its_name() {
    let words = refused(LetterKind::Refusal, "Your request", "No. {regulator} {regulator_address}");

    assert_eq!(words, "{reason} is missing: a letter of this kind must say the reason");
}

#[test]
fn a_mail_cannot_be_made_to_tell_of_the_case() {
    let words = refused(LetterKind::Search, "Search", "{link} {answer_by} {reason}");

    assert!(words.contains("{reason} tells of the case"), "{words}");
}

#[test]
fn neither_a_code_nor_case_words_stand_in_a_subject() {
    for (kind, subject, body) in [
        (LetterKind::PackCode, "Your code {code}", "{code}"),
        (LetterKind::Clarification, "{question}", "{question}"),
    ] {
        assert!(refused(kind, subject, body).contains("cannot stand in the subject"), "{subject}");
    }
}

#[test]
fn a_section_stands_alone() {
    let body = "{received} {own_words}\n\n{where_we_looked}\n\n{what_the_law_asks}\n\n{if_something_is_wrong}";

    assert!(refused(LetterKind::Response, "x", body).contains("stands alone"));
}

#[test]
fn a_brace_that_is_not_closed_is_refused() {
    for body in ["{code", "code}", "{co{de}"] {
        assert!(refused(LetterKind::PackCode, "Your code", body).contains("brace"), "{body}");
    }
}

#[test]
fn a_paragraph_whose_blank_stays_empty_falls_out() {
    let letter = wording("x", "We had it on {received}.\n\nWe answer by {due}.\n\nGoodbye");
    let values = Values::default().with(Field::Received, "2 May");

    let text = letter.filled(LetterKind::Acknowledgement, &values, Language::English);

    assert_eq!(text.map(|t| t.text()), Ok("We had it on 2 May.\n\nGoodbye\n".into()));
}

#[test]
fn what_must_be_said_is_never_left_out() {
    let letter = wording("x", "Why: {reason}\n\n{regulator} {regulator_address}");

    let empty = letter.filled(LetterKind::Refusal, &Values::default(), Language::English);

    assert_eq!(empty, Err(Field::Reason));
}

#[test]
fn a_name_adds_no_line_and_opens_no_blank() {
    let letter = wording("For {name}", "{code} for {name}");
    let values =
        Values::default().with(Field::Name, "Rowan\r\nBcc: all {code}").with(Field::Code, "AB12");

    let filled = letter.filled(LetterKind::PackCode, &values, Language::English).expect("filled");

    assert_eq!(filled.subject, "For Rowan Bcc: all {code}");
    assert_eq!(filled.text(), "AB12 for Rowan Bcc: all {code}\n");
}

#[test]
fn every_wording_we_ship_can_be_used() {
    for kind in LetterKind::ALL {
        let shipped = Wording::read(kind.shipped_in_english());
        let checked = shipped.clone().checked(*kind);
        assert_eq!(checked.as_ref().ok(), Some(&shipped), "{}: {checked:?}", kind.name());
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(subject in ".{0,60}", body in "(?s).{0,200}") {
        let kind = LetterKind::Clarification;
        if let Ok(taken) = wording(&subject, &body).checked(kind) {
            let values = Values::default().with(Field::Question, "{name} {{x}}");
            prop_assert!(taken.filled(kind, &values, Language::English).is_ok());
        }
    }
}

#[test]
fn a_kept_letter_reads_as_it_went() {
    for kind in LetterKind::ALL {
        let shipped = Wording::read(kind.shipped_in_english());
        let sampled = Field::ALL
            .iter()
            .fold(Values::default(), |values, field| values.with(*field, field.sample()));
        let mut filled = shipped.filled(*kind, &sampled, Language::English).expect("all is known");
        filled.parts.retain(|part| !matches!(part, Part::Section(_)));

        assert_eq!(Filled::read(&filled.subject, &filled.kept()), filled, "{}", kind.name());
    }
}
