//! Fictional data goes into an empty store and nowhere else.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use candour::access::Role;
use candour::app::process;
use candour::demo::{self, Filled, NotFilled};
use candour::settings::{Documents, Settings};
use candour::web::Clock;

use crate::office::{Office, On, Person, on_both};

fn settings(folder: &std::path::Path) -> Settings {
    let program = env!("CARGO_BIN_EXE_candour").into();
    Settings {
        data_dir: folder.to_owned(),
        demonstration: true,
        documents: Documents { program, ..Documents::default() },
        ..Settings::default()
    }
}

on_both! {
    async fn a_store_that_is_no_demonstration_stays_as_it_is(office) {
        office.hires("Amara", Role::Handler).await;

        let filled = demo::fill(&office.services, &|_| {}).await;

        assert!(matches!(filled, Err(NotFilled::NotADemonstration)), "{filled:?}");
    }
}

#[actix_web::test]
async fn a_store_that_holds_an_account_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let services = process::services_at(settings(folder.path()), Clock::Real).unwrap();
    let mut db = candour::db::connection(&services.pool).unwrap();
    let member = candour::staff::NewMember {
        email: "somebody@council.example".into(),
        name: "Somebody Real".into(),
        job_title: String::new(),
        role: Role::Handler,
    };
    let now = services.clock.now();
    candour::staff::make_active(&mut db, member, crate::office::PASSWORD, now).unwrap();

    let filled = demo::fill(&services, &|_| {}).await;

    assert!(matches!(filled, Err(NotFilled::NotEmpty)), "{filled:?}");
    assert_eq!(candour::staff::colleagues(&mut db).unwrap().len(), 1);
}

#[actix_web::test]
async fn an_empty_store_is_filled_once() {
    let folder = tempfile::tempdir().unwrap();
    let services = actix_web::web::Data::new(
        process::services_at(settings(folder.path()), Clock::Real).unwrap(),
    );
    let runner = Arc::new(process::runner(&services).unwrap());
    let threads = runner.start(1);

    let first = demo::fill(&services, &|_| {}).await.unwrap();
    let second = demo::fill(&services, &|_| {}).await.unwrap();

    runner.stop();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!((first, second), (Filled::Now, Filled::Before));
    let people = candour::staff::colleagues(&mut candour::db::connection(&services.pool).unwrap());
    assert_eq!(people.unwrap().len(), 5);
}

/// A demonstration filled in an office with a real server.
async fn filled() -> Office {
    let office =
        Office::open_as(On::Sqlite, |settings| settings.demonstration = true).await.unwrap();
    let runner = Arc::new(process::runner(&office.services).unwrap());
    let threads = runner.start(1);
    let filled = demo::fill(&office.services, &|_| {}).await;
    runner.stop();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(filled.unwrap(), Filled::Now);
    office
}

/// Somebody of the demonstration, signed in.
async fn in_the_chair_of(office: &Office, role: Role) -> Person {
    let (_, email, ..) = demo::STAFF.iter().find(|(.., one)| *one == role).unwrap();
    let person = office.visitor();
    let sign_in = [("email", *email), ("password", demo::PASSWORD)];
    let answer = person.post("/sign-in", &sign_in).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    person
}

/// The reference of the request about this person.
async fn reference_of(handler: &Person, name: &str) -> String {
    let board = handler.get(&format!("/requests?q={}", name.replace(' ', "+"))).await.page();
    let at = board.find("href=\"/requests/SAR-").unwrap_or_else(|| panic!("no {name} on {board}"));
    board[at + "href=\"/requests/".len()..].chars().take_while(|c| *c != '"').collect()
}

#[actix_web::test]
async fn every_queue_of_the_demonstration_has_something_in_it() {
    let office = filled().await;
    let amara = in_the_chair_of(&office, Role::Handler).await;
    let helen = in_the_chair_of(&office, Role::Manager).await;
    let priya = reference_of(&amara, "Priya Nair").await;

    let queue = helen.get("/sign-off").await.page();
    for words in [
        "A restriction awaits your advice",
        "A restriction is due for review",
        "A consultation was answered: answer and decide",
        "Somebody named in the record is to be weighed",
        "Check and sign",
        "A refusal is proposed",
        "Reminder to the requester, English, version 2",
    ] {
        assert!(queue.contains(words), "{words} is not in {queue}");
    }
    let leah = reference_of(&amara, "Leah Morgan").await;
    let held = amara.get(&format!("/requests/{leah}/held")).await.page();
    for words in ["14 Weaver House", "Driving licence", "Large print", "Leah Price"] {
        assert!(held.contains(words), "{words} is not in {held}");
    }
    let year = office.now().format("%Y");
    let timescales = helen.get(&format!("/timescales?year={year}")).await.page();
    assert!(timescales.contains("Mrs Tudor was in hospital"), "{timescales}");
    let gary = reference_of(&amara, "Gary Stubbs").await;
    let refusal = helen.get(&format!("/requests/{gary}/endings")).await.page();
    assert!(refusal.contains("Refuse the request") && refusal.contains("/decision\""), "{refusal}");
    let letters = helen.get("/letters").await.page();
    assert!(!letters.contains("Nothing waits"), "{letters}");
    let denise = reference_of(&amara, "Denise Clarke").await;
    assert!(amara.get(&format!("/requests/{denise}/searches")).await.page().contains("Overdue"));
    let advice = amara.get(&format!("/requests/{priya}/legal-advice")).await.page();
    assert!(advice.contains("It speaks of legal advice"), "{advice}");
    assert!(
        amara.get(&format!("/requests/{priya}")).await.page().contains("an extension was notified")
    );
    let board = amara.get("/requests?show=all").await.page();
    let callum = reference_of(&amara, "Callum Hale").await;
    let family = amara.get(&format!("/requests/{callum}/family")).await.page();
    assert!(
        family.contains("Jordan Hale") && family.contains("Held for more than one person"),
        "{family}"
    );
    for words in ["Waiting for clarification", "Ella Frost", "correction", "Jordan Hale"] {
        assert!(board.contains(words), "{words} is not on {board}");
    }
    assert!(amara.get("/requests?show=unassigned").await.page().contains("Tomasz Zielinski"));
    let outbox = office.visitor().get("/outbox").await.page();
    assert!(outbox.contains("Gwen Tully"), "{outbox}");
    office
        .visitor()
        .get(&office.link_to("gwen.tully@homes.example", "/consultations/"))
        .await
        .page();
}

/// The number of the first item that this search of the record shows.
async fn number_of(person: &Person, at: &str, looked: &str) -> i64 {
    let list = person.get(&format!("{at}/record?{}", looked.replace(' ', "+"))).await.page();
    let begins = "/items/";
    let from = list.find(begins).unwrap_or_else(|| panic!("no {looked} in {list}")) + begins.len();
    list[from..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[actix_web::test]
async fn a_new_user_comes_from_the_review_of_jordan_hale_to_the_pack_in_six_decisions() {
    let office = filled().await;
    let rhys = in_the_chair_of(&office, Role::Reviewer).await;
    let amara = in_the_chair_of(&office, Role::Handler).await;
    let at = format!("/requests/{}", reference_of(&amara, "Jordan Hale").await);
    let before = amara.get(&format!("{at}/pack")).await.page();
    assert!(before.contains("6 items are undecided"), "{before}");

    let copy = number_of(&rhys, &at, "q=Closing summary&flag=duplicate").await;
    rhys.post(&format!("{at}/items/{copy}/given-once"), &[]).await.is_done();
    let budget = number_of(&rhys, &at, "q=Budget for driving").await;
    let out =
        [("ground", "not-personal-data"), ("reason", "Empty: its figures were never filled in")];
    rhys.post(&format!("{at}/items/{budget}/unviewable"), &out).await.is_done();
    for looked in
        ["q=Genogram", "q=Call from mother", "q=Wishes and feelings", "q=Thread about life story"]
    {
        let number = number_of(&rhys, &at, looked).await;
        let whole = [("decision", "release")];
        rhys.post(&format!("{at}/items/{number}/decision"), &whole).await.is_done();
    }

    amara.post(&format!("{at}/pack"), &[]).await.is_done();
    let after = amara.get(&format!("{at}/pack")).await.page();
    assert!(!after.contains("undecided"), "{after}");
}
