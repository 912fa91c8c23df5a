//! The bytes of the file between its objects: one revision, nothing before, between or behind.

/// What was found out of place.
pub(crate) fn stray(file: &[u8]) -> Vec<String> {
    let mut findings = Vec::new();
    if !file.starts_with(b"%PDF-") {
        findings.push("something stands before the file".to_owned());
    }
    let Some((stray, tail)) = objects(file) else {
        findings.push("the file's objects do not follow each other".to_owned());
        return findings;
    };
    if stray > 0 {
        findings.push(format!("{stray} bytes stand between the objects"));
    }
    // Only here: pictures may hold any bytes.
    let end = tail.windows(5).position(|w| w == b"%%EOF").map(|at| at + 5);
    let behind = end.and_then(|end| tail.get(end..)).unwrap_or_default();
    if end.is_none() {
        findings.push("the file has no end".to_owned());
    } else if behind.windows(5).any(|w| w == b"%%EOF") {
        findings.push("the file holds more than one revision".to_owned());
    } else if behind.iter().any(|b| !b.is_ascii_whitespace()) {
        findings.push("something stands behind the end of the file".to_owned());
    }
    findings
}

/// How many bytes stand between objects that are neither white space nor the header, and what
/// follows the last object; `None` where the file is not a row of objects.
fn objects(file: &[u8]) -> Option<(usize, &[u8])> {
    let mut at = header(file);
    let mut stray = 0;
    loop {
        at += blank(file, at);
        let rest = file.get(at..)?;
        if rest.starts_with(b"xref") || rest.starts_with(b"startxref") {
            return Some((stray, rest));
        }
        match object(rest) {
            Some(length) => at += length,
            None if rest.is_empty() => return None,
            None => {
                // Skipped to the end of the line, so that one stray line is one finding.
                let line = line_end(rest, 0);
                stray += line;
                at += line;
            }
        }
    }
}

/// The header, and the line of high bytes that follows it (ISO 32000-2, 7.5.2).
fn header(file: &[u8]) -> usize {
    let mut at = line_end(file, 0);
    if let Some(rest) = file.get(at..)
        && rest.first() == Some(&b'%')
        && rest.get(1..5).is_some_and(|marks| marks.iter().all(|b| *b >= 128))
        && line_end(file, at) - at <= 8
    {
        at = line_end(file, at);
    }
    at
}

fn line_end(file: &[u8], from: usize) -> usize {
    let rest = file.get(from..).unwrap_or_default();
    from + rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1)
}

fn blank(file: &[u8], from: usize) -> usize {
    let rest = file.get(from..).unwrap_or_default();
    rest.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(rest.len())
}

/// The length of the indirect object that `rest` begins with.
fn object(rest: &[u8]) -> Option<usize> {
    let mut at = digits(rest, 0)?;
    at = digits(rest, at + blank(rest, at))?;
    at += blank(rest, at);
    if !rest.get(at..)?.starts_with(b"obj") {
        return None;
    }
    at += 3;
    let mut length = None;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'(' => at += literal(rest.get(at..)?)?,
            // Not `/Length1`, which font programs have.
            b'/' if rest.get(at..)?.starts_with(b"/Length")
                && rest.get(at + 7).is_some_and(u8::is_ascii_whitespace) =>
            {
                at += b"/Length".len();
                let number = at + blank(rest, at);
                if let Some(end) = digits(rest, number) {
                    length = std::str::from_utf8(rest.get(number..end)?).ok()?.parse().ok();
                }
            }
            b's' if rest.get(at..)?.starts_with(b"stream") => {
                let data = line_end(rest, at);
                let end = data.checked_add(length?)?;
                at = end + blank(rest, end);
                at += rest.get(at..)?.starts_with(b"endstream").then_some(9)?;
            }
            b'e' if rest.get(at..)?.starts_with(b"endobj") => return Some(at + 6),
            _ => at += 1,
        }
    }
    None
}

fn digits(text: &[u8], from: usize) -> Option<usize> {
    let count = text.get(from..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    (count > 0).then_some(from + count)
}

/// The length of a literal string, with nested brackets and escapes.
fn literal(text: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "%PDF-1.7\n1 0 obj\n<< /Length 5 /Length1 9 >>\nstream\n%%EOF\nendstream\nendobj\n\
                        2 0 obj (x \\) endobj) endobj\nxref\nstartxref\n9\n%%EOF\n";

    #[test]
    fn a_plain_row_of_objects_holds_nothing_stray() {
        assert_eq!(stray(FILE.as_bytes()), Vec::<String>::new());
    }

    #[test]
    fn what_stands_between_or_behind_objects_is_found() {
        let between = FILE.replace("2 0 obj", "% Amara\n2 0 obj");
        let behind = format!("{FILE}% Amara\n");
        let twice = format!("{FILE}{FILE}");

        assert_eq!(stray(between.as_bytes()), ["8 bytes stand between the objects"]);
        assert_eq!(stray(behind.as_bytes()), ["something stands behind the end of the file"]);
        assert_eq!(stray(twice.as_bytes()), ["the file holds more than one revision"]);
    }
}
