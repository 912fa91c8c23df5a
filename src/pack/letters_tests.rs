use super::*;

fn day_of(d: u32) -> Date {
    Date::from_ymd_opt(2026, 11, d).expect("a day of November")
}

fn case() -> Case {
    Case {
        reference: "SAR-2026-00042".into(),
        today: day_of(21),
        received: day_of(2),
        requester: "Jordan Hale".into(),
        address: vec!["4 Mill Lane".into()],
        large_print: false,
        own_words: "We are sorry that this took long.".into(),
        searched: vec!["Children's services".into()],
        nothing_held: vec![],
    }
}

fn cover() -> Written {
    let values = [Field::Name, Field::Received, Field::Whose, Field::Documents, Field::Pages]
        .into_iter()
        .fold(letters::Values::default(), |values, field| values.with(field, field.sample()));
    let kind = letters::LetterKind::Response;
    let language = letters::Language::English;
    let letter = letters::shipped(kind).filled(kind, &values, language).expect("all is known");
    Written { letter, language, version: 0 }
}

fn words(document: &Document) -> String {
    format!("{:?}", document.blocks)
}

#[test]
fn the_letter_says_all_that_article_15_asks() {
    let (controller, case, left_out) = (Controller::default(), case(), LeftOut::default());
    let cover = cover();
    let front = Front {
        controller: &controller,
        case: &case,
        listed: &[],
        left_out: &left_out,
        cover: &cover,
    };

    let letter = words(&front.letter());

    for asked in [
        "Why we hold it",
        "What kinds there are",
        "Who sees it",
        "How long we keep it",
        "Where it came from",
        "Decisions by machine",
        "Abroad",
        "correct what is wrong",
        "complain to us",
        "Information Commissioner",
        "court",
        "We are sorry",
    ] {
        assert!(letter.contains(asked), "{asked}");
    }
}

#[test]
fn the_letter_counts_what_was_left_out() {
    let mut left_out = LeftOut::default();
    left_out.marks.insert(Used { label: "TP".into(), words: "About somebody else.".into() }, 3);
    let (controller, case, cover) = (Controller::default(), case(), cover());
    let front = Front {
        controller: &controller,
        case: &case,
        listed: &[],
        left_out: &left_out,
        cover: &cover,
    };

    assert!(words(&front.letter()).contains("In 3 places we had to leave out words"));
    assert!(words(&front.explanation()).contains("About somebody else."));
}

#[test]
fn a_contested_document_is_named_as_such_in_the_letter_and_in_the_list() {
    let notice = Notice {
        item: crate::db::Id::new(),
        kind: crate::records::NoticeKind::Restricted,
        page: Some(2),
        words: String::new(),
        statement: "I was never there.".into(),
        note: None,
        since: chrono::NaiveDateTime::default(),
    };
    let listed = [Listed {
        number: 7,
        date: None,
        title: "Visit".into(),
        kind: "Contact".into(),
        pages: 3,
        at: 5,
        notices: vec![notice],
        entry: Default::default(),
    }];
    let (controller, case, left_out) = (Controller::default(), case(), LeftOut::default());
    let cover = cover();
    let front = Front {
        controller: &controller,
        case: &case,
        listed: &listed,
        left_out: &left_out,
        cover: &cover,
    };

    let (letter, index) = (words(&front.letter()), words(&front.index()));

    assert!(letter.contains("What 1 document says is contested"), "{letter}");
    assert!(index.contains("its use is restricted (Article 18) (page 2)"), "{index}");
    assert!(index.contains("I was never there."), "{index}");
}

#[test]
fn a_document_that_is_not_given_twice_is_named_with_the_place_of_its_words() {
    let copy = Copy { number: 3, title: "At school".into(), pages: 2, shown_in: vec![7, 9] };
    let left_out = LeftOut { copies: vec![copy], ..LeftOut::default() };
    let listed = [Listed {
        number: 7,
        date: None,
        title: "Call".into(),
        kind: "Contact".into(),
        pages: 3,
        at: 5,
        notices: Vec::new(),
        entry: Default::default(),
    }];
    let (controller, case, cover) = (Controller::default(), case(), cover());
    let front = Front {
        controller: &controller,
        case: &case,
        listed: &listed,
        left_out: &left_out,
        cover: &cover,
    };

    assert!(words(&front.letter()).contains("1 document holds nothing that is not in another"));
    assert!(words(&front.letter()).contains("We left nothing out"));
    assert!(words(&front.explanation()).contains("1 document holds nothing"));
    let index = words(&front.index());
    assert!(index.contains("At school, 2 pages: everything in it stands in"), "{index}");
    assert!(index.contains("D7 (at page 5) and D9."), "{index}");
}
