//! Finding words on a page, as a reader would: any case, across line breaks and hyphens, without
//! the stops and brackets around them.

use candour_redaction::geometry::{Point, Quad};
use candour_redaction::read::Word;

/// Where words stand: their numbers on the page, and one shape a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub first: usize,
    pub last: usize,
    pub quads: Vec<Quad>,
    /// The words around it, for a list of hits.
    pub before: String,
    pub found: String,
    pub after: String,
}

/// Every place where `looked_for` stands on a page, as whole words.
pub fn hits(words: &[Word], looked_for: &str) -> Vec<Hit> {
    let wanted: Vec<String> =
        looked_for.split_whitespace().map(plain).filter(|w| !w.is_empty()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let plain_words: Vec<String> = words.iter().map(|w| plain(&w.text)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match reaches(words, &plain_words, at, &wanted) {
            Some(last) => {
                found.push(hit(words, at, last));
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// The number of the last word, where `wanted` begins at word `at`.
fn reaches(words: &[Word], plain_words: &[String], at: usize, wanted: &[String]) -> Option<usize> {
    let mut here = at;
    for (n, want) in wanted.iter().enumerate() {
        let word = plain_words.get(here)?;
        let same = |w: &str| w == want || w.strip_suffix("'s") == Some(want);
        if same(word) {
            here += 1;
            continue;
        }
        // A name broken over two lines: "Thomp-" and "son".
        let broken = words.get(here)?.text.ends_with(['-', '\u{ad}', '‐']);
        let next = plain_words.get(here + 1)?;
        let joined = format!("{word}{next}");
        let (hyphenated, on_next_line) =
            (format!("{word}-{next}"), words.get(here + 1)?.line != words.get(here)?.line);
        if broken && on_next_line && (same(&joined) || same(&hyphenated)) {
            here += 2;
            continue;
        }
        let _ = n;
        return None;
    }
    here.checked_sub(1)
}

fn hit(words: &[Word], first: usize, last: usize) -> Hit {
    let text = |from: usize, to: usize| {
        words
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|w| w.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    Hit {
        first,
        last,
        quads: lines(words, first, last),
        before: text(first.saturating_sub(6), first),
        found: text(first, last + 1),
        after: text(last + 1, (last + 7).min(words.len())),
    }
}

/// One shape a line around the words `first..=last`, the gaps between them included.
pub fn lines(words: &[Word], first: usize, last: usize) -> Vec<Quad> {
    let mut quads: Vec<(u32, Quad)> = Vec::new();
    for word in words.get(first..=last).unwrap_or_default() {
        match quads.last_mut() {
            Some((line, quad)) if *line == word.line => *quad = joined(quad, &word.quad),
            _ => quads.push((word.line, word.quad)),
        }
    }
    quads.into_iter().map(|(_, quad)| quad).collect()
}

/// The shape from the left edge of one word to the right edge of a later one, turned as they are:
/// both are measured along the first one's own baseline.
fn joined(left: &Quad, right: &Quad) -> Quad {
    let [a, b, _, d] = left.0;
    let along = unit(Point { x: b.x - a.x, y: b.y - a.y });
    let up = unit(Point { x: d.x - a.x, y: d.y - a.y });
    let (Some(along), Some(up)) = (along, up) else {
        return left.bounds().union(&right.bounds()).into();
    };
    if (along.x * up.x + along.y * up.y).abs() > 0.01 {
        return left.bounds().union(&right.bounds()).into();
    }
    let span = |axis: Point| {
        let all =
            left.0.iter().chain(&right.0).map(|p| (p.x - a.x) * axis.x + (p.y - a.y) * axis.y);
        all.fold((f64::MAX, f64::MIN), |(least, most), v| (least.min(v), most.max(v)))
    };
    let ((x0, x1), (y0, y1)) = (span(along), span(up));
    let at =
        |x: f64, y: f64| Point { x: a.x + along.x * x + up.x * y, y: a.y + along.y * x + up.y * y };
    Quad([at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)])
}

fn unit(p: Point) -> Option<Point> {
    let length = p.x.hypot(p.y);
    (length > 1e-6).then(|| Point { x: p.x / length, y: p.y / length })
}

/// A word without the signs around it, in lower case, its ligatures and apostrophes plain.
fn plain(word: &str) -> String {
    let word = word.replace(['’', '‘', '`'], "'").replace('ﬁ', "fi").replace('ﬂ', "fl");
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;

    fn page(lines: &[&str]) -> Vec<Word> {
        let mut words = Vec::new();
        for (line, text) in lines.iter().enumerate() {
            let y = 700.0 - 14.0 * line as f64;
            for (n, word) in text.split(' ').enumerate() {
                let x = 50.0 * n as f64;
                words.push(Word {
                    text: word.into(),
                    quad: Rect::new(x, y, x + 40.0, y + 10.0).into(),
                    line: line as u32,
                    invisible: false,
                });
            }
        }
        words
    }

    fn found(lines: &[&str], text: &str) -> Vec<String> {
        hits(&page(lines), text).into_iter().map(|h| h.found).collect()
    }

    #[test]
    fn a_name_is_found_in_any_case_and_beside_stops() {
        let text = ["Met (JOHN Smith), then john smith's sister.", "Smithson was out."];

        assert_eq!(found(&text, "john smith"), ["(JOHN Smith),", "john smith's"]);
    }

    #[test]
    fn a_name_over_a_line_break_is_found_and_marked_on_both_lines() {
        let words = page(&["He met Aisha Thomp-", "son today"]);

        let hits = hits(&words, "Aisha Thompson");

        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].quads.len(), 2);
    }

    #[test]
    fn words_of_a_line_become_one_shape_from_the_first_to_the_last() {
        let words = page(&["one two three"]);

        assert_eq!(
            lines(&words, 0, 2).iter().map(Quad::bounds).collect::<Vec<_>>(),
            [Rect::new(0.0, 700.0, 140.0, 710.0)]
        );
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        assert!(found(&["some words"], "  ").is_empty());
        assert!(found(&["some words"], "...").is_empty());
    }
}
