//! The register as a spreadsheet: quoted as RFC 4180 asks, its cells disarmed (INJ-03).

use super::store::{self, Entry};
use crate::web::moment;

/// A cell that no spreadsheet takes for a formula.
fn disarmed(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The register, a line an entry, newest first.
///
/// # Errors
/// Where a line cannot be written, which memory always can.
pub fn csv(entries: &[Entry]) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record([
        "reference",
        "record of",
        "recipient",
        "as",
        "address",
        "how",
        "pages",
        "released",
        "released by",
        "state",
        "received",
        "proof of receipt",
        "SHA-256",
        "part",
        "read together",
    ])?;
    for Entry { disclosure: d, reference, subject, by, sha256, reading } in entries {
        let received = d.received_at.as_ref().map(moment).unwrap_or_default();
        let cells = [
            reference.clone(),
            subject.clone(),
            d.recipient_name.clone(),
            d.recipient_kind.clone(),
            d.recipient_address.replace('\n', ", "),
            d.how.clone(),
            d.page_ranges.clone(),
            moment(&d.released_at),
            by.clone(),
            d.state.clone(),
            received,
            d.proof.clone(),
            sha256.join(" "),
            d.part.map(|part| part.to_string()).unwrap_or_default(),
            reading.as_ref().map(store::ReadingRow::words).unwrap_or_default(),
        ];
        out.write_record(cells.iter().map(|cell| disarmed(cell)))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_be_a_formula_is_disarmed() {
        for armed in ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(disarmed(armed), format!("'{armed}"));
        }
        assert_eq!(disarmed("Jordan = Hale"), "Jordan = Hale");
    }
}
