//! A record that nobody ever had: Jordan Hale, looked after by Northmoor Council from 2007 to 2019.
//!
//! Made by arithmetic from sentences that stand in [`prose`], so that every start makes the same
//! bytes, and nothing of anybody's life is in it.

mod pictures;
mod prose;
mod small;
mod written;

use crate::paper::PaperProblem;

/// A file of the made-up record, named as an office names its files.
#[derive(Debug, Clone)]
pub struct DemoFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The record: more than sixty files and three hundred pages.
///
/// # Errors
/// Where a page cannot be set, which a test rules out.
pub fn record() -> Result<Vec<DemoFile>, PaperProblem> {
    let mut files = written::files()?;
    files.extend(small::plain_files());
    files.extend(pictures::files()?);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// A small record, for a request that is further on.
///
/// # Errors
/// As for [`record`].
pub fn small_record() -> Result<Vec<DemoFile>, PaperProblem> {
    small::small()
}

#[cfg(test)]
mod tests {
    use candour_redaction::limits::Limits;
    use candour_redaction::read::Reading;

    use super::*;

    #[test]
    fn the_record_has_sixty_files_and_three_hundred_pages_and_is_the_same_each_time() {
        let files = record().expect("every page can be set");

        let pages: usize = files
            .iter()
            .filter(|f| f.name.ends_with(".pdf"))
            .map(|f| {
                Reading::open(f.bytes.clone(), None, &Limits::default())
                    .expect("ours opens")
                    .pages()
            })
            .sum();
        let again = record().expect("every page can be set");

        assert!(files.len() >= 60, "{} files", files.len());
        assert!(pages >= 300, "{pages} pages");
        assert!(files.iter().zip(&again).all(|(a, b)| a.bytes == b.bytes));
    }
}
