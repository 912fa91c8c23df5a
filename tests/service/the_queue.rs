//! Work that waits: claimed once, tried again, given up loudly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use candour::db;
use candour::jobs::{self, Job, Runner, Setback};
use serde_json::json;

use crate::office::{Office, on_both};

fn enqueue(office: &Office, job: Job) -> Option<db::Id> {
    jobs::enqueue(&mut office.db(), job, chrono::Utc::now()).unwrap()
}

fn counting(office: &Office, outcome: fn() -> Result<(), Setback>) -> (Runner, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let runner = Runner::new(office.services.pool.clone()).doing("test", move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        outcome()
    });
    (runner, count)
}

on_both! {
    async fn a_job_is_done_once_by_many_workers(office) {
        let (runner, count) = counting(&office, || Ok(()));
        for _ in 0..20 {
            enqueue(&office, Job::new("test", json!({})));
        }
        let runner = Arc::new(runner);
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let runner = Arc::clone(&runner);
                std::thread::spawn(move || while runner.one().unwrap() {})
            })
            .collect();
        threads.into_iter().for_each(|t| t.join().unwrap());

        assert_eq!(count.load(Ordering::Relaxed), 20);
        assert!(jobs::listed(&mut office.db(), 10).unwrap().is_empty());
    }

    async fn a_job_with_a_known_key_is_not_added_again(office) {
        assert!(enqueue(&office, Job::new("test", json!({})).once("pack 1")).is_some());
        assert!(enqueue(&office, Job::new("test", json!({})).once("pack 1")).is_none());
    }

    async fn a_passing_setback_waits_and_a_final_one_is_shown_and_can_be_tried_again(office) {
        let (runner, count) = counting(&office, || Err(Setback::Final("the disk is full".into())));
        let id = enqueue(&office, Job::new("test", json!({}))).unwrap();

        while runner.one().unwrap() {}
        let shown = jobs::listed(&mut office.db(), 10).unwrap();
        assert_eq!((shown[0].state.as_str(), shown[0].last_error.as_deref()), ("failed", Some("the disk is full")));

        assert!(jobs::retry(&mut office.db(), id, chrono::Utc::now()).unwrap());
        while runner.one().unwrap() {}
        assert_eq!(count.load(Ordering::Relaxed), 2);
    }

    async fn work_that_panics_costs_one_try_and_nothing_else(office) {
        let runner = Runner::new(office.services.pool.clone()).doing("test", |_| panic!("a fault of ours"));
        enqueue(&office, Job::new("test", json!({})));

        assert!(runner.one().unwrap());

        let shown = jobs::listed(&mut office.db(), 10).unwrap();
        assert_eq!((shown[0].state.as_str(), shown[0].attempts), ("waiting", 1));
    }
}
