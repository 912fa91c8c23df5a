//! What is measured: letters made here, or the files of a folder, each with a mark and a term.

use std::path::{Path, PathBuf};

use candour_redaction::geometry::Quad;
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Mark, Plan, Term};
use candour_redaction::read::Reading;

pub struct Case {
    pub path: Option<PathBuf>,
    pub source: Vec<u8>,
    pub pages: usize,
    pub plan: Plan,
}

/// Words of no letter that was ever written.
const WORDS: &str = "the council wrote to ask whether a support plan could be agreed before the \
                     meeting at which Amara Okafor and her social worker had hoped to speak about \
                     school transport and the house in Mill Lane where two of the children stayed";

/// Letters of one to three pages.
pub fn letters() -> Vec<Case> {
    (0..40).map(|n| case(None, document(1 + n % 3, n))).collect()
}

pub fn long(pages: usize) -> Case {
    case(None, document(pages, 0))
}

/// Every PDF of a folder that can be read and holds two words to remove.
pub fn of_folder(folder: &Path) -> Vec<Case> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "pdf"));
    paths.sort();
    let cases = paths.into_iter().map(|path| {
        let source = std::fs::read(&path).unwrap();
        case(Some(path), source)
    });
    cases.filter(|c| !c.plan.marks.is_empty() && !c.plan.terms.is_empty()).collect()
}

/// The word a third down the first page is marked, the one two thirds down is a term.
fn case(path: Option<PathBuf>, source: Vec<u8>) -> Case {
    let mut plan = Plan::default();
    let mut pages = 0;
    if let Ok(reading) = Reading::open(source.clone(), None, &Limits::default()) {
        pages = reading.pages();
        let mut words = reading.words(0).unwrap_or_default();
        words.retain(|w| w.text.len() >= 5 && w.text.chars().all(char::is_alphabetic));
        if let Some(word) = words.get(words.len() / 3) {
            plan.marks.push(mark(word.quad));
        }
        if let Some(word) = words.get(words.len() * 2 / 3) {
            plan.terms.push(term(&word.text));
        }
    }
    Case { path, source, pages, plan }
}

fn mark(quad: Quad) -> Mark {
    Mark { id: String::new(), page: 0, quads: vec![quad], label: String::new(), gap: None }
}

fn term(text: &str) -> Term {
    let (label, gap) = (String::new(), None);
    Term { text: text.to_owned(), label, match_case: false, part_of_word: false, gap }
}

/// Pages of forty lines in Helvetica, each line begun at another word.
fn document(pages: usize, seed: usize) -> Vec<u8> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut file = Writer::default();
    file.add("<< /Type /Catalog /Pages 2 0 R >>");
    let kids: String = (0..pages).map(|n| format!("{} 0 R ", 4 + 2 * n)).collect();
    file.add(&format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"));
    file.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for page in 0..pages {
        file.add(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        let mut text = "BT /F1 11 Tf 15 TL 60 780 Td\n".to_owned();
        for line in 0..40 {
            let from = (seed + page * 7 + line * 11) % words.len();
            let line: Vec<&str> = words.iter().cycle().skip(from).take(13).copied().collect();
            text.push_str(&format!("({}) Tj T*\n", line.join(" ")));
        }
        text.push_str("ET");
        file.add(&format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()));
    }
    file.finish()
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl Writer {
    fn add(&mut self, object: &str) {
        if self.bytes.is_empty() {
            self.bytes.extend(b"%PDF-1.7\n");
        }
        self.offsets.push(self.bytes.len());
        let number = self.offsets.len();
        self.bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }

    fn finish(mut self) -> Vec<u8> {
        let (start, size) = (self.bytes.len(), self.offsets.len() + 1);
        self.bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
        for offset in &self.offsets {
            self.bytes.extend(format!("{offset:010} 00000 n \n").into_bytes());
        }
        let trailer =
            format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend(trailer.into_bytes());
        self.bytes
    }
}
