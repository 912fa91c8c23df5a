//! The account as a page of its own: for the person who signs it off, to print and to keep.

use super::{Check, Place, Report, sentences};

const STYLE: &str = "\
body{font:1rem/1.5 Arial,sans-serif;color:#0b0c0c;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid #b1b4b6;padding:.5rem;text-align:left;vertical-align:top}\
td.n{text-align:right;white-space:nowrap}code{overflow-wrap:anywhere}\
.bad{color:#942514;font-weight:bold}@media print{body{margin:0}}";

/// The report as an HTML document that needs nothing beside itself. Like the report, it never
/// repeats what was removed.
#[must_use]
pub fn sheet(report: &Report) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n");
    page.push_str("<meta charset=\"utf-8\">\n<title>Account of a redaction</title>\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.push_str(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"));
    page.push_str("<h1>Account of a redaction</h1>\n");
    page.push_str(&format!("<p>{}</p>\n", verdict(report)));

    page.push_str("<h2>What was removed</h2>\n<ul>\n");
    for sentence in sentences(report) {
        page.push_str(&format!("<li>{}</li>\n", escaped(&sentence)));
    }
    page.push_str("</ul>\n");
    if let Some(proof) = &report.proof {
        page.push_str("<h2>What was checked afterwards</h2>\n<table>\n<thead><tr>");
        page.push_str("<th scope=\"col\">Claim</th><th scope=\"col\">Looked at</th>");
        page.push_str("<th scope=\"col\">Result</th></tr></thead>\n<tbody>\n");
        proof.checks.iter().for_each(|check| row(check, &mut page));
        page.push_str("</tbody>\n</table>\n");
        places(&proof.places, &mut page);
    }
    page.push_str("<h2>The two files</h2>\n<p>SHA-256 of the source: ");
    page.push_str(&format!("<code>{}</code></p>\n", escaped(&report.source_sha256)));
    page.push_str("<p>SHA-256 of the redacted file: ");
    page.push_str(&format!("<code>{}</code></p>\n", escaped(&report.output_sha256)));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn verdict(report: &Report) -> &'static str {
    match &report.proof {
        Some(proof) if proof.holds() => {
            "Proved: readers that had no part in the removal found nothing of what was to go, and \
             everything else where it stood."
        }
        Some(_) => "<strong class=\"bad\">Not proved.</strong> This file must not be given out.",
        None => "<strong class=\"bad\">Not checked.</strong> This file must not be given out.",
    }
}

fn row(check: &Check, page: &mut String) {
    let result = if check.findings.is_empty() {
        "Proved".to_owned()
    } else {
        let findings = check.findings.iter().map(|f| format!("<br>{}", escaped(f)));
        format!("<span class=\"bad\">Not proved</span>{}", findings.collect::<String>())
    };
    let left_out = match check.left_out {
        0 => String::new(),
        n => format!(", {n} not readable"),
    };
    let claim = escaped(&check.claim);
    let looked_at = check.looked_at;
    page.push_str(&format!(
        "<tr><th scope=\"row\">{claim}</th><td class=\"n\">{looked_at}{left_out}</td>\
         <td>{result}</td></tr>\n"
    ));
}

/// What was asked of each place, a row each; long documents are cut short, and say so.
fn places(places: &[Place], page: &mut String) {
    const MOST: usize = 500;
    if places.is_empty() {
        return;
    }
    page.push_str("<h2>Place by place</h2>\n<p>Whether a layer is clear. A dash: words of a line");
    page.push_str(" that was set again may stand there, and the line as a whole was compared.</p>");
    page.push_str("\n<table>\n<thead><tr><th scope=\"col\">Place</th>");
    for layer in LAYERS {
        page.push_str(&format!("<th scope=\"col\">{layer}</th>"));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for place in places.iter().take(MOST) {
        let (of, number) = (escaped(&place.of), place.page.saturating_add(1));
        page.push_str(&format!("<tr><th scope=\"row\">Page {number}, {of}</th>"));
        for clear in layers(place) {
            page.push_str(match clear {
                Some(true) => "<td>clear</td>",
                Some(false) => "<td><span class=\"bad\">not clear</span></td>",
                None => "<td>–</td>",
            });
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    if let Some(more @ 1..) = places.len().checked_sub(MOST) {
        page.push_str(&format!("<p>And {more} more, which the data of the account lists.</p>\n"));
    }
}

const LAYERS: [&str; 7] = [
    "Text, first reader",
    "Text, second reader",
    "Text as drawn",
    "Pixels",
    "Lines and shapes",
    "Patterns",
    "Box of one colour",
];

/// In the order of [`LAYERS`].
fn layers(place: &Place) -> [Option<bool>; 7] {
    [
        place.text,
        place.second_text,
        place.drawn_text,
        place.pixels,
        place.shapes,
        place.patterns,
        place.one_colour,
    ]
}

/// A file's own names may stand in a finding or a note.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{MarkReport, Proof};

    fn report(findings: &[&str]) -> Report {
        let findings_are_none = findings.is_empty();
        let findings = findings.iter().map(|f| (*f).to_owned()).collect();
        let claim = "Nothing stands in a marked area".to_owned();
        let text = Some(findings_are_none);
        let place = Place { of: "mark 1".to_owned(), text, ..Place::default() };
        let check = Check { claim, looked_at: 3, left_out: 1, findings };
        Report {
            marks: vec![MarkReport { glyphs: 14, ..MarkReport::default() }],
            notes: vec!["a <b> & \"c\"".to_owned()],
            proof: Some(Proof { checks: vec![check], places: vec![place] }),
            ..Report::default()
        }
    }

    #[test]
    fn a_proved_file_reads_as_proved() {
        let page = sheet(&report(&[]));

        assert!(page.contains("<p>Proved: readers"));
        assert!(page.contains("<li>Mark 1 on page 1: 14 characters.</li>"));
        assert!(page.contains("<td class=\"n\">3, 1 not readable</td><td>Proved</td>"));
        assert!(page.contains("Page 1, mark 1</th><td>clear</td><td>–</td>"));
        assert!(page.contains("a &lt;b&gt; &amp; &quot;c&quot;"));
    }

    #[test]
    fn what_is_not_proved_is_not_to_be_given_out() {
        let left = sheet(&report(&["page 1: a term is left"]));
        let unchecked = sheet(&Report { proof: None, ..report(&[]) });

        assert!(left.contains("must not be given out"));
        assert!(left.contains("Not proved</span><br>page 1: a term is left"));
        assert!(unchecked.contains("Not checked."));
    }
}
