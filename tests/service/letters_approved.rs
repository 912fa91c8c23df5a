//! A wording goes out once a manager has approved it: what came with the program too.

use candour::access::Role;
use candour::letters::{self, LetterKind};
use candour::settings::Settings;

use crate::letters::newest;
use crate::office::{Office, On};
use crate::requests::asks;

/// As an office is when it starts: nobody has decided anything.
fn strict(settings: &mut Settings) {
    settings.letters.shipped_wording = Settings::default().letters.shipped_wording;
}

/// An office that sends nothing a manager has not approved takes requests in all the same.
async fn nothing_goes_out_unapproved(on: On) {
    let Some(office) = Office::open_as(on, strict).await else { return };
    let hana = office.hires("Hana", Role::Handler).await;
    let mona = office.hires("Mona", Role::Manager).await;

    let reference = asks(&office).await;

    let at = format!("/requests/{reference}");
    assert!(candour::mail::latest(&mut office.db(), 100).unwrap().is_empty());
    hana.post(&format!("{at}/owner"), &[]).await.is_done();
    assert!(hana.get(&at).await.page().contains("no manager has approved its wording yet"));
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    hana.post(&format!("{at}/identity"), &proof).await.is_done();
    let question = [("act", "ask"), ("question", "Which years?")];
    let refused = hana.post(&format!("{at}/clarification"), &question).await;
    refused.is_refused(409, "o manager has approved the wording");

    for kind in ["clarification", "letter_waiting"] {
        mona.post(&format!("/letters/{kind}/en/0/approval"), &[]).await.is_done();
    }
    hana.post(&format!("{at}/clarification"), &question).await.is_done();
}

#[actix_web::test]
async fn nothing_goes_out_unapproved_where_the_office_says_so_on_sqlite() {
    nothing_goes_out_unapproved(On::Sqlite).await;
}

#[actix_web::test]
async fn nothing_goes_out_unapproved_where_the_office_says_so_on_postgres() {
    nothing_goes_out_unapproved(On::Postgres).await;
}

/// A new office reads what came with the program and approves it together; until then everybody whom
/// it stops is told so.
async fn a_manager_approves_what_came_with_the_program(on: On) {
    let Some(office) = Office::open_as(on, strict).await else { return };
    let hana = office.hires("Hana", Role::Handler).await;
    let mona = office.hires("Mona", Role::Manager).await;
    let all = LetterKind::ALL.len();

    let told = format!("{all} letters cannot go out: no manager has approved their wording");
    for person in [&hana, &mona] {
        assert!(person.get("/requests").await.page().contains(&told), "{told}");
        assert!(person.get("/letters").await.page().contains(&told), "{told}");
    }
    let page = mona.get("/letters/shipped").await.page();
    assert!(page.contains("Thank you for your request") && page.contains("Daily digest"), "{page}");
    let names = LetterKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" ");
    let unread = [("letters", names.as_str())];
    let read = [("letters", names.as_str()), ("read", "true")];
    hana.post("/letters/shipped", &read).await.is_refused(403, "");
    mona.post("/letters/shipped", &unread).await.is_refused(422, "ay that you have read them");
    mona.post("/letters/shipped", &[("letters", "fee"), ("read", "true")]).await.is_done();
    assert!(!mona.get("/letters/shipped").await.page().contains("id=\"fee\""));
    mona.post("/letters/shipped", &read).await.is_done();

    assert!(letters::unapproved(&mut office.db()).unwrap().is_empty());
    assert!(
        mona.get("/letters/shipped").await.page().contains("Every letter has an approved wording")
    );
    assert!(!hana.get("/requests").await.page().contains("cannot go out"));
    asks(&office).await;
    let sent = newest(&office, "rowan@example.org");
    assert!(sent.subject.starts_with("We have your request"), "{}", sent.subject);
}

#[actix_web::test]
async fn a_manager_approves_what_came_with_the_program_on_sqlite() {
    a_manager_approves_what_came_with_the_program(On::Sqlite).await;
}

#[actix_web::test]
async fn a_manager_approves_what_came_with_the_program_on_postgres() {
    a_manager_approves_what_came_with_the_program(On::Postgres).await;
}

/// Who lets unapproved wordings go is told of it every day; a handler, whom it does not stop, is not.
#[actix_web::test]
async fn an_office_that_sends_unapproved_words_is_reminded_of_it() {
    let Some(office) = Office::open(On::Sqlite).await else { return };
    let hana = office.hires("Hana", Role::Handler).await;
    let mona = office.hires("Mona", Role::Manager).await;

    assert!(
        mona.get("/requests").await.page().contains("letters go out as they came with the program")
    );
    assert!(!hana.get("/requests").await.page().contains("as they came with the program"));
}
