use super::*;
use crate::db::Id;

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 21).expect("a day of the calendar")
}

fn item(number: i64, topics: &[Topic]) -> Facts {
    Facts {
        id: Id::new(),
        number,
        title: "Note".into(),
        kind: Category::Other,
        source: "School".into(),
        provider: String::new(),
        level: Level::Confidential,
        hand: Hand::FirstHand,
        event_on: None,
        topics: levels::kept(topics, Topic::name),
        level_reason: "an old address".into(),
        traits: String::new(),
        privileged: false,
    }
}

fn form() -> ChangeForm {
    ChangeForm { kind: "visit".into(), ..ChangeForm::default() }
}

fn fields(form: &ChangeForm) -> Vec<&'static str> {
    let wrong = form.checked(today()).expect_err("something is wrong with it");
    wrong.into_iter().map(|invalid| invalid.field).collect()
}

#[test]
fn what_is_left_empty_stays_as_it_is() {
    let change = form().checked(today()).expect("nothing is wrong with it");
    let before = item(1, &[Topic::Locating]);

    let after = change.applied(&before);

    assert_eq!(after, Facts { kind: Category::Visit, ..before });
    assert_eq!(change.fields(), [Field::Kind]);
}

#[test]
fn each_field_that_cannot_be_taken_is_named() {
    assert_eq!(fields(&ChangeForm::default()), ["kind"]);
    assert_eq!(fields(&ChangeForm { kind: "rumour".into(), ..form() }), ["kind"]);
    assert_eq!(fields(&ChangeForm { event_on: "soon".into(), ..form() }), ["event_on"]);
    assert_eq!(fields(&ChangeForm { event_on: "22/11/2026".into(), ..form() }), ["event_on"]);
    assert_eq!(fields(&ChangeForm { level_reason: "why".into(), ..form() }), ["level"]);
    assert_eq!(fields(&ChangeForm { source: "x".repeat(201), ..form() }), ["source"]);
}

#[test]
fn legal_advice_is_not_set_apart_by_the_dozen() {
    assert_eq!(fields(&ChangeForm { kind: "legal_advice".into(), ..form() }), ["kind"]);
}

#[test]
fn a_topic_is_added_and_none_is_lost() {
    let form = ChangeForm {
        level: "highly_sensitive".into(),
        topics: vec!["health".into()],
        level_reason: "it would harm him".into(),
        ..ChangeForm::default()
    };
    let change = form.checked(today()).expect("nothing is wrong with it");

    let after = change.applied(&item(1, &[Topic::ParentageUnknown]));

    assert_eq!(after.topics, "health,parentage_unknown");
    assert_eq!(after.level_reason, "it would harm him");
}

#[test]
fn a_level_that_does_not_fit_one_item_names_it_and_is_said_of_none() {
    let form = ChangeForm { level: "confidential".into(), ..ChangeForm::default() };
    let change = form.checked(today()).expect("nothing is wrong with it");
    let items = [item(1, &[]), item(2, &[Topic::Health]), item(3, &[Topic::Wishes])];

    let misfits = change.misfits(&items);

    assert_eq!(misfits.len(), 1, "{misfits:?}");
    assert!(misfits[0].words.ends_with("(D2, D3)"), "{misfits:?}");
    assert!(change.misfits(&items[..1]).is_empty());
}

#[test]
fn a_level_that_fits_no_item_is_wrong_in_its_own_words() {
    let form = ChangeForm { level: "sensitive".into(), ..ChangeForm::default() };
    let change = form.checked(today()).expect("nothing is wrong with it");

    let misfits = change.misfits(&[item(1, &[]), item(2, &[])]);

    assert_eq!(misfits, [Invalid::new("topics", "choose what makes it sensitive")]);
}

#[test]
fn an_anonymous_concern_protects_its_source_among_many_too() {
    let form = ChangeForm { kind: "anonymous_concern".into(), ..ChangeForm::default() };
    let change = form.checked(today()).expect("nothing is wrong with it");

    assert_eq!(change.applied(&item(1, &[])).traits, "given_anonymously");
}

#[test]
fn a_long_list_of_items_is_named_by_its_first_ten() {
    let numbers: Vec<i64> = (1..=12).collect();

    assert_eq!(named(&numbers), "D1, D2, D3, D4, D5, D6, D7, D8, D9, D10 and 2 more");
    assert_eq!(named(&[7]), "D7");
}
