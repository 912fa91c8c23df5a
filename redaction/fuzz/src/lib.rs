//! What the fuzz targets share.

use std::time::Duration;

use candour_redaction::geometry::{Quad, Rect};
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Mark, Plan, Term};

/// Small, so that whatever passes them shows as a hang or as memory.
pub fn limits() -> Limits {
    Limits {
        source_bytes: 1 << 20,
        stream_bytes: 4 << 20,
        decoded_bytes: 16 << 20,
        objects: 10_000,
        pixels: 1_000_000,
        operators: 50_000,
        time: Some(Duration::from_secs(5)),
        ..Limits::default()
    }
}

/// A mark across the middle of the page, and a term.
pub fn plan() -> Plan {
    Plan {
        marks: vec![Mark {
            id: String::new(),
            page: 0,
            quads: vec![Quad::from(Rect::new(50.0, 40.0, 150.0, 90.0))],
            label: "x".to_owned(),
            gap: None,
        }],
        terms: vec![Term {
            text: "term".to_owned(),
            label: String::new(),
            match_case: false,
            part_of_word: false,
            gap: None,
        }],
        ..Plan::default()
    }
}

/// A sound document of one page with these contents and one image.
pub fn page(contents: &[u8], image: &[u8], samples: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let mut add = |parts: &[&[u8]]| {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", offsets.len()).into_bytes());
        parts.iter().for_each(|part| file.extend(*part));
        file.extend(b"\nendobj\n");
    };
    add(&[b"<< /Type /Catalog /Pages 2 0 R >>"]);
    add(&[b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]);
    add(&[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << \
            /Font << /F1 5 0 R >> /XObject << /Im 6 0 R >> >> >>"]);
    let length = format!("<< /Length {} >>\nstream\n", contents.len());
    add(&[length.as_bytes(), contents, b"\nendstream"]);
    add(&[b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]);
    let length = format!(" /Length {} >>\nstream\n", samples.len());
    let inner = image.strip_suffix(b">>").unwrap_or(image);
    let inner = inner.strip_prefix(b"<<").unwrap_or(inner);
    add(&[b"<< /Type /XObject /Subtype /Image ", inner, length.as_bytes(), samples, b"\nendstream"]);
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).into_bytes());
    for offset in &offsets {
        file.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    file.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1)
            .into_bytes(),
    );
    file
}
