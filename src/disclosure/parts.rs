//! A pack in parts, one file of it after the other, for whoever asked not to get it all at once. Pure.

use crate::pack::VolumeRow;

/// One part among those of its pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub number: i64,
    pub of: i64,
    pub first_page: i64,
    pub pages: i64,
}

impl Part {
    fn of(volume: &VolumeRow, of: usize) -> Self {
        let VolumeRow { number, first_page, pages, .. } = *volume;
        Self { number, of: of as i64, first_page, pages }
    }

    /// The part of this number.
    pub fn numbered(volumes: &[VolumeRow], number: i64) -> Option<Self> {
        let volume = volumes.iter().find(|volume| volume.number == number)?;
        Some(Self::of(volume, volumes.len()))
    }

    pub fn words(&self) -> String {
        format!("part {} of {}", self.number, self.of)
    }

    pub fn last_page(&self) -> i64 {
        self.first_page + self.pages - 1
    }

    pub fn holds(&self, page: i64) -> bool {
        (self.first_page..=self.last_page()).contains(&page)
    }
}

/// What has not gone yet, in the order in which it goes.
pub fn to_go(volumes: &[VolumeRow], gone: &[i64]) -> Vec<Part> {
    volumes
        .iter()
        .filter(|volume| !gone.contains(&volume.number))
        .map(|volume| Part::of(volume, volumes.len()))
        .collect()
}

/// What somebody chose to let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Whole,
    Part(i64),
}

impl Choice {
    /// As a form names it; nothing chosen is `None`.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "whole" => Some(Choice::Whole),
            number => number.parse().ok().map(Choice::Part),
        }
    }
}

/// Why what was chosen cannot go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNext {
    NothingChosen,
    PartsWent,
    /// Another part is next: this one went already, or one before it did not.
    Other,
}

/// The part that goes now; `None` where the pack goes whole.
///
/// # Errors
/// Where nothing is chosen, or what is chosen is not what is next.
pub fn chosen(
    choice: Option<Choice>,
    volumes: &[VolumeRow],
    to_go: &[Part],
) -> Result<Option<Part>, NotNext> {
    let begun = to_go.len() < volumes.len();
    match choice {
        Some(Choice::Part(number)) => match to_go.first() {
            Some(next) if next.number == number => Ok((volumes.len() > 1).then_some(*next)),
            Some(_) | None => Err(NotNext::Other),
        },
        Some(Choice::Whole) | None if begun => Err(NotNext::PartsWent),
        Some(Choice::Whole) => Ok(None),
        None if volumes.len() > 1 => Err(NotNext::NothingChosen),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Id;

    fn pack(pages: &[i64]) -> Vec<VolumeRow> {
        let pack_id = Id::new();
        let mut first_page = 1;
        let volume = |(at, pages): (usize, &i64)| {
            let (number, sha256) = (at as i64 + 1, String::new());
            let row = VolumeRow { pack_id, number, sha256, bytes: 1, pages: *pages, first_page };
            first_page += pages;
            row
        };
        pages.iter().enumerate().map(volume).collect()
    }

    #[test]
    fn one_part_goes_after_the_other_and_each_once() {
        let volumes = pack(&[80, 60, 20]);
        let next = |gone: &[i64], number| {
            chosen(Some(Choice::Part(number)), &volumes, &to_go(&volumes, gone))
        };

        assert_eq!(
            next(&[], 1).map(|part| part.map(|p| (p.first_page, p.last_page()))),
            Ok(Some((1, 80)))
        );
        assert_eq!(
            next(&[1], 2).map(|part| part.map(|p| p.words())),
            Ok(Some("part 2 of 3".into()))
        );
        assert_eq!(next(&[1], 1), Err(NotNext::Other), "it went already");
        assert_eq!(next(&[1], 3), Err(NotNext::Other), "one before it did not");
        assert_eq!(next(&[1, 2, 3], 3), Err(NotNext::Other), "nothing is left");
    }

    #[test]
    fn a_part_that_was_taken_back_is_next_again() {
        let volumes = pack(&[80, 60, 20]);

        let left: Vec<i64> = to_go(&volumes, &[2]).iter().map(|part| part.number).collect();

        assert_eq!(left, [1, 3]);
    }

    #[test]
    fn a_pack_of_several_files_goes_whole_only_where_that_is_chosen_and_nothing_went() {
        let (one, three) = (pack(&[9]), pack(&[80, 60, 20]));

        assert_eq!(chosen(None, &one, &to_go(&one, &[])), Ok(None));
        assert_eq!(chosen(Some(Choice::Part(1)), &one, &to_go(&one, &[])), Ok(None));
        assert_eq!(chosen(None, &three, &to_go(&three, &[])), Err(NotNext::NothingChosen));
        assert_eq!(chosen(Some(Choice::Whole), &three, &to_go(&three, &[])), Ok(None));
        assert_eq!(
            chosen(Choice::of("whole"), &three, &to_go(&three, &[1])),
            Err(NotNext::PartsWent)
        );
    }
}
