//! Each file made to do harm ends in an answer, within limits, and the others go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use candour::documents::{Doc, DocumentProblem, Lane};
use candour_redaction::geometry::{Point, Quad};
use candour_redaction::plan::{Mark, Plan};

use super::{Desk, bombs};

const MOST_RESIDENT: u64 = 1536 << 20;

/// Watches the peak memory of every worker of this process.
struct Watch {
    peak: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Watch {
    fn begin() -> Self {
        let (peak, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (peak_too, over_too) = (Arc::clone(&peak), Arc::clone(&over));
        std::thread::spawn(move || {
            while !over_too.load(Ordering::Relaxed) {
                for bytes in workers().into_iter().filter_map(peak_of) {
                    peak_too.fetch_max(bytes, Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        Self { peak, over }
    }

    fn peak(&self) -> u64 {
        self.over.store(true, Ordering::Relaxed);
        self.peak.load(Ordering::Relaxed)
    }
}

fn workers() -> Vec<u32> {
    let us = std::process::id().to_string();
    let ours = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let parent = stat.rsplit_once(')').and_then(|(_, f)| f.split_whitespace().nth(1));
        let line = std::fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
        parent == Some(us.as_str()) && line.contains("document-worker")
    };
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    all.filter_map(|e| e.file_name().to_str()?.parse().ok()).filter(ours).collect()
}

fn peak_of(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}

/// A mark in a corner of the first page.
fn corner() -> Plan {
    let quad =
        Quad([(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)].map(|(x, y)| Point { x, y }));
    let mark =
        Mark { id: String::new(), page: 0, quads: vec![quad], label: String::new(), gap: None };
    Plan { marks: vec![mark], ..Plan::default() }
}

/// Draws, reads and redacts a file; what it says must be a sentence, and in time.
async fn ends_in_an_answer(desk: &Desk, name: &str, file: Vec<u8>) {
    let began = Instant::now();
    let doc = Doc::held(file);
    let drawn = desk.pool.draw(doc.clone(), 0, 900).await;
    let mut inspection = desk.pool.inspect(doc.clone(), 1);
    let read = inspection.next().await;
    let page = match &read {
        Ok(Some(page)) => page.content.as_ref().map_or_else(String::clone, |_| "done".into()),
        Ok(None) => "no pages".to_owned(),
        Err(problem) => problem.to_string(),
    };
    let redacted = desk.pool.redact(Lane::Later, doc, 1, corner()).await;

    let took = began.elapsed();
    let said = [said(&drawn), page, said(&redacted)];
    println!("{name}: {took:?}; drawn, read, redacted: {said:#?}");
    assert!(took < Duration::from_secs(60), "{name} took {took:?}");
    for problem in [drawn.err(), read.err(), redacted.err()].into_iter().flatten() {
        assert!(problem.is_the_document_s(), "{name}: {problem}");
        assert!(problem.to_string().len() > 20, "{name}: {problem}");
    }
    let good = Doc::held(bombs::pages(&[&bombs::words(name)]));
    assert!(desk.pool.draw(good, 0, 100).await.is_ok(), "after {name} nothing was drawn");
}

fn said<T>(answer: &Result<T, DocumentProblem>) -> String {
    answer.as_ref().map_or_else(ToString::to_string, |_| "done".to_owned())
}

macro_rules! bombs {
    ($($name:ident)+) => {$(
        #[tokio::test]
        async fn $name() {
            let desk = Desk::with(|config| {
                config.page_time = Duration::from_secs(1);
                config.file_time = Duration::from_secs(2);
            });
            let watch = Watch::begin();

            ends_in_an_answer(&desk, stringify!($name), bombs::$name()).await;

            let peak = watch.peak();
            println!("{}: {} MiB at most", stringify!($name), peak >> 20);
            assert!((1..MOST_RESIDENT).contains(&peak), "{peak} bytes of memory");
        }
    )+};
}

bombs! {
    huge_picture
    endless_content
    forms_in_forms
    looping_xref
    looping_pages
    five_million_steps
    endless_dashes
    tiny_tiles
    deep_arrays
    filters_in_filters
    endless_page
}

#[tokio::test]
async fn a_page_that_ends_its_worker_is_named_and_the_rest_is_read() {
    let desk = Desk::with(|config| config.page_time = Duration::from_secs(2));
    let good = bombs::words("good");
    // With words, or nothing would be drawn to see whether they leave ink.
    let spin = format!("{good} [0.0000001 0.0000001] 0 d 0 0 m 100000000 100000000 l S");
    let doc = Doc::held(bombs::pages(&[&good, &spin, &good]));

    let mut inspection = desk.pool.inspect(doc, 3);
    let mut read = Vec::new();
    while let Some(page) = inspection.next().await.unwrap() {
        assert_eq!(page.page, read.len());
        read.push(page.content.map(|_| ()));
    }

    assert_eq!(read.len(), 3, "{read:?}");
    assert!(read[0].is_ok() && read[2].is_ok(), "{read:?}");
    let why = read[1].as_ref().unwrap_err();
    assert!(why.contains("ask for it in another form"), "{why}");
}
