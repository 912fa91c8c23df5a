//! Names of files are somebody else's text: shown, never trusted, never a path.

use crate::calendar::Date;

/// Longest name kept, in characters.
const MOST: usize = 200;

/// A file's name as it can be kept and shown: without signs that break a line or turn its
/// direction, and not longer than a page can show. Folders stay, as text.
pub fn shown(name: &str) -> String {
    let turns = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String =
        name.trim().chars().map(|c| if turns(c) { '\u{fffd}' } else { c }).collect();
    if plain.is_empty() {
        return "a file without a name".to_owned();
    }
    if plain.chars().count() <= MOST {
        return plain;
    }
    // The end of a long name tells more than its middle.
    let letters: Vec<char> = plain.chars().collect();
    let head: String = letters[..MOST - 41].iter().collect();
    let tail: String = letters[letters.len() - 40..].iter().collect();
    format!("{head}…{tail}")
}

/// The name without its folders.
pub fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// What an item is called until somebody says better: the file's name without folders and ending.
pub fn title(name: &str) -> String {
    let last = last_part(name);
    let stem = match last.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => stem,
        _ => last,
    };
    let spaced = stem.replace('_', " ");
    let title = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { shown(name) } else { shown(&title) }
}

/// A day that a file's name begins with: `2019-03-02`, `20190302` or `02.03.2019`.
pub fn day(name: &str) -> Option<Date> {
    let last = last_part(name);
    let digits = |from: usize, to: usize| last.get(from..to)?.parse::<u32>().ok();
    let sign = |at: usize| last.as_bytes().get(at).copied();
    let bare = |to: usize| last.get(..to).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = match (sign(2), sign(4), sign(5), sign(7)) {
        (_, Some(b'-'), _, Some(b'-')) => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        (Some(b'.' | b'-'), _, Some(b'.' | b'-'), _) => {
            (digits(6, 10)?, digits(3, 5)?, digits(0, 2)?)
        }
        _ if bare(8) => (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|y| (1900..=2100).contains(y))?;
    Date::from_ymd_opt(year, month, day)
}

/// What computers leave beside files, and nobody ever wrote.
pub fn is_litter(name: &str) -> bool {
    let last = last_part(name).to_lowercase();
    name.starts_with("__MACOSX/")
        || matches!(last.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
        || last.starts_with("._")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_is_text_and_nothing_else() {
        let long = format!("{}.pdf", "x".repeat(300));

        assert_eq!(shown("a\0b\u{202e}fdp.exe"), "a\u{fffd}b\u{fffd}fdp.exe");
        assert_eq!(shown(&long).chars().count(), MOST);
        assert!(shown(&long).ends_with("x.pdf"));
        assert_eq!(shown(" \r\n "), "a file without a name");
        assert_eq!(title("../../etc/passwd"), "passwd");
    }

    #[test]
    fn a_title_is_the_name_without_folders_and_ending() {
        assert_eq!(title("School/2019/Report_for__parents.final.pdf"), "Report for parents.final");
        assert_eq!(title(".hidden"), ".hidden");
        assert_eq!(title("C:\\files\\note.txt"), "note");
    }

    #[test]
    fn a_name_that_begins_with_a_day_tells_the_day() {
        let second = Date::from_ymd_opt(2019, 3, 2);

        assert_eq!(day("visits/2019-03-02 visit.pdf"), second);
        assert_eq!(day("20190302.pdf"), second);
        assert_eq!(day("02.03.2019 visit.pdf"), second);
        assert_eq!(day("2019-13-02 visit.pdf"), None);
        assert_eq!(day("scan 2019-03-02.pdf"), None);
        assert_eq!(day("ŵŵŵŵ-ŵŵ"), None);
    }
}
