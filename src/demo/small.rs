//! Mails and notes as text, a file that cannot be shown, and a small record of somebody else.

use super::DemoFile;
use super::prose::{NEXT, OTHERS, SCHOOL, SEEN, pick};
use super::written::{after, date, heading, paragraph, pdf};
use crate::calendar::words as day;
use crate::paper::{Document, Level, PaperProblem};

/// Mails, notes as text, and a file that cannot be shown.
pub fn plain_files() -> Vec<DemoFile> {
    let mut files = Vec::new();
    for n in 0..8 {
        let on = after(date(2010, 2, 3), n * 170);
        let mail = format!(
            "From: Priya Nair <priya.nair@northmoor.example>\r\nTo: Femi Oduya <f.oduya@riverside.example>\r\nCc: Sue Appleby <sue.appleby@carers.example>\r\nDate: {}\r\nSubject: Jordan, {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear Femi,\r\n\r\n{} {}\r\n\r\n{}\r\n\r\nPriya\r\n\r\n> From: Femi Oduya\r\n> {}\r\n> {}\r\n",
            on.format("%a, %d %b %Y 09:12:00 +0000"),
            pick(&["Monday", "the review", "swimming", "contact"], n),
            pick(&SEEN, n * 3),
            pick(&OTHERS, n * 2),
            pick(&NEXT, n),
            pick(&SCHOOL, n),
            pick(&OTHERS, n + 7),
        );
        files
            .push(DemoFile { name: format!("{on} Email to school.eml"), bytes: mail.into_bytes() });
    }
    for n in 0..4 {
        let on = after(date(2012, 5, 9), n * 300);
        let note = format!(
            "Telephone call, {}\n\n{}\n{}\n\n{}\n",
            day(on),
            pick(&OTHERS, n * 3),
            pick(&SEEN, n),
            pick(&NEXT, n)
        );
        files.push(DemoFile { name: format!("{on} Telephone note.txt"), bytes: note.into_bytes() });
    }
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a document of an old word processor".to_vec();
    files.push(DemoFile { name: "2006-11-30 Duty note.doc".into(), bytes: old });
    files
}

/// Six notes of somebody else's, for a request that is further on.
pub fn small() -> Result<Vec<DemoFile>, PaperProblem> {
    let mut files = Vec::new();
    for n in 0..6 {
        let on = after(date(2021, 3, 2), n * 61);
        let blocks = vec![
            heading(Level::One, "Visit"),
            paragraph(format!(
                "Mrs Doreen Fox was seen at home on {}. She managed the stairs and had eaten.",
                day(on)
            )),
            paragraph(pick(
                &[
                    "Her neighbour, Len Barker, brings the paper and worries about his own hip.",
                    "She spoke about the garden and the roses.",
                    "Her son Graham rang while we were there.",
                ],
                n,
            )),
            paragraph("The care plan stays as it is. Next visit in eight weeks."),
        ];
        let mut document = Document::new("Visit");
        document.blocks = blocks;
        files.push(pdf(on, "Visit", &document)?);
    }
    Ok(files)
}
