//! Damaged and hostile files: an answer or a refusal, never a panic, never a hang.

use std::time::{Duration, Instant};

use crate::common::{page, page_with, pdf, stream};
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Plan, Term};
use candour_redaction::read::Reading;
use candour_redaction::refusal::Refusal;
use candour_redaction::{redact, verify};

fn small() -> Limits {
    Limits {
        stream_bytes: 4 << 20,
        decoded_bytes: 16 << 20,
        operators: 100_000,
        time: Some(Duration::from_secs(20)),
        ..Limits::default()
    }
}

fn plan() -> Plan {
    let term = Term {
        text: "Okafor".to_owned(),
        label: String::new(),
        match_case: false,
        part_of_word: false,
        gap: None,
    };
    Plan { terms: vec![term], ..Plan::default() }
}

/// Reads the file in every way there is; the answers do not matter, that there are some does.
fn read_all(bytes: &[u8]) {
    if let Ok(reading) = Reading::open(bytes.to_vec(), None, &small()) {
        for index in 0..reading.pages().min(2) {
            let _ = reading.page(index);
            let _ = reading.words(index);
            let _ = reading.draw(index, 60);
        }
    }
    let _ = verify(bytes, &plan(), bytes, &small());
}

/// A row of numbers that is the same in every run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

#[test]
fn a_damaged_file_ends_in_an_answer() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99]",
        b"BT /F1 9 Tf [(Oka) -50 (for)] TJ ET /Fm Do",
    );
    let whole = page_with(
        "q 1 0 0 1 5 5 cm /Fm Do Q BT /F1 12 Tf 20 100 Td (Amara Okafor) Tj ET 0 0 5 5 re f",
        "/Rotate 90 /Annots [<< /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 6 0 R >> >>]",
        "/XObject << /Fm 6 0 R >>",
        &[form],
    );
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..250 {
        let mut damaged = whole.clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(damaged.len());
            match dice.below(4) {
                0 => damaged[at] = dice.below(256) as u8,
                1 => damaged.truncate(at.max(1)),
                2 => drop(damaged.drain(at..(at + dice.below(20)).min(damaged.len()))),
                _ => {
                    let number = dice.below(1 << 31).to_string();
                    damaged.splice(at..at, number.into_bytes());
                }
            }
            if damaged.is_empty() {
                damaged.push(b'%');
            }
        }
        read_all(&damaged);
    }
}

#[test]
fn a_form_that_calls_itself_is_drawn_once() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
         /Resources << /XObject << /Fm 6 0 R >> /Font << /F1 5 0 R >> >>",
        b"BT /F1 9 Tf (once) Tj ET /Fm Do /Fm Do",
    );
    let loops = page_with("/Fm Do", "", "/XObject << /Fm 6 0 R >>", &[form]);

    let words = Reading::open(loops, None, &small()).unwrap().words(0).unwrap();

    assert_eq!(words.len(), 1);
}

#[test]
fn forms_that_call_forms_twice_are_refused_in_time() {
    let forms: Vec<_> = (0..25)
        .map(|n| {
            let next = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
                 /Resources << /XObject << /Fm {} 0 R >> >>",
                n + 7
            );
            stream(&next, b"/Fm Do /Fm Do")
        })
        .collect();
    let laughs = page_with("/Fm Do", "", "/XObject << /Fm 6 0 R >>", &forms);
    let started = Instant::now();

    let words = Reading::open(laughs, None, &small()).unwrap().words(0);

    assert!(matches!(words, Err(Refusal::TooLarge { .. })), "{words:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_stream_that_unpacks_to_too_much_is_refused_before_memory_is_taken() {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        packed.write_all(&zeros).unwrap();
    }
    let bomb = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &packed.finish().unwrap()),
    ]);

    let words = Reading::open(bomb, None, &small()).unwrap().words(0);

    assert!(matches!(words, Err(Refusal::TooLarge { limit, .. }) if limit == "stream bytes"));
}

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let loops = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Count 3 >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R] /Parent 3 0 R >>".to_vec(),
    ]);

    assert!(Reading::open(loops, None, &small()).is_err());
}

#[test]
fn a_source_beyond_the_limit_is_refused() {
    let limits = Limits { source_bytes: 100, ..Limits::default() };

    let refusal = Reading::open(page("", ""), None, &limits).err();

    assert!(matches!(refusal, Some(Refusal::TooLarge { .. })));
}

#[test]
fn many_pages_are_no_attack() {
    let limits = Limits { operators: 50, ..Limits::default() };
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        stream("", b"BT /F1 9 Tf 20 100 Td (Amara Okafor) Tj ET q Q q Q q Q q Q q Q q Q"),
    ];
    let kids: Vec<String> = (0..60).map(|n| format!("{} 0 R", n + 5)).collect();
    objects[1] = format!("<< /Type /Pages /Kids [{}] /Count 60 >>", kids.join(" ")).into_bytes();
    for _ in 0..60 {
        objects.push(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R \
              /Resources << /Font << /F1 3 0 R >> >> >>"
                .to_vec(),
        );
    }

    let redacted = redact(&pdf(&objects), &plan(), &limits).unwrap();

    assert_eq!(redacted.report.terms[0].occurrences, 60);
}

/// What the fuzz targets begin with, through the widest of them.
#[test]
fn every_file_of_the_fuzzing_corpus_ends_in_an_answer() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus");
    // The packaged crate is without its fuzz targets, which are a package of their own.
    if !std::path::Path::new(corpus).exists() {
        return;
    }
    let mut files = 0;
    for target in ["parse", "apply"] {
        for entry in std::fs::read_dir(format!("{corpus}/{target}")).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            match redact(&bytes, &plan(), &small()) {
                Ok(redacted) => assert!(redacted.report.proof.is_some_and(|p| p.holds())),
                Err(refusal) => assert!(!refusal.to_string().is_empty()),
            }
            files += 1;
        }
    }

    assert!(files > 15, "{files}");
}
