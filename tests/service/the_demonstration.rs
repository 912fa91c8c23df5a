//! Fictional data goes into an empty store and nowhere else.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use candour::access::Role;
use candour::app::process;
use candour::demo::{self, Filled, NotFilled};
use candour::settings::{Documents, Settings};
use candour::web::Clock;

use crate::office::on_both;

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
