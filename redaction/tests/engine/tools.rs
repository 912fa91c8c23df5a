//! What most tests do: mark, redact, and read what came out.

use candour_redaction::apply::apply;
use candour_redaction::geometry::Rect;
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Mark, Plan, Term};
use candour_redaction::read::Reading;
use candour_redaction::report::Redacted;
use candour_redaction::{redact, verify};

pub fn mark(x0: f64, y0: f64, x1: f64, y1: f64) -> Plan {
    Plan {
        marks: vec![Mark {
            id: "m".to_owned(),
            page: 0,
            quads: vec![Rect::new(x0, y0, x1, y1).into()],
            label: String::new(),
            gap: None,
        }],
        ..Plan::default()
    }
}

pub fn term(text: &str) -> Plan {
    Plan {
        terms: vec![Term {
            text: text.to_owned(),
            label: String::new(),
            match_case: false,
            part_of_word: false,
            gap: None,
        }],
        ..Plan::default()
    }
}

pub fn redacted(source: &[u8], plan: &Plan) -> Redacted {
    apply(source, plan, &Limits::default()).unwrap()
}

/// Words of page 0 and where they begin.
pub fn words(pdf: &[u8]) -> Vec<(String, f64)> {
    let reading = Reading::open(pdf.to_vec(), None, &Limits::default()).unwrap();
    let words = reading.words(0).unwrap();
    words.into_iter().map(|w| (w.text, w.quad.bounds().x0)).collect()
}

pub fn texts(pdf: &[u8]) -> Vec<String> {
    words(pdf).into_iter().map(|(text, _)| text).collect()
}

/// Everything the file holds, unpacked.
pub fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let doc = lopdf::Document::load_mem(pdf).unwrap();
    let mut all = Vec::new();
    for object in doc.objects.values() {
        match object {
            lopdf::Object::Stream(s) => {
                all.extend(format!("{:?}", s.dict).into_bytes());
                all.extend(s.get_plain_content().unwrap_or_else(|_| s.content.clone()));
            }
            other => all.extend(format!("{other:?}").into_bytes()),
        }
    }
    all
}

pub fn holds(pdf: &[u8], what: &str) -> bool {
    unpacked(pdf).windows(what.len()).any(|w| w == what.as_bytes())
}

pub fn proved(source: &[u8], plan: &Plan, output: &[u8]) -> bool {
    let proof = verify(source, plan, output, &Limits::default()).unwrap();
    for check in &proof.checks {
        assert!(check.findings.is_empty(), "{}: {:?}", check.claim, check.findings);
    }
    proof.holds()
}

/// Redacted by whatever it takes, proved, and nothing drawn again as pixels.
pub fn surgically(source: &[u8], plan: &Plan) -> Vec<u8> {
    let output = redact(source, plan, &Limits::default()).unwrap();
    assert_eq!(output.report.redrawn, []);
    output.pdf
}
