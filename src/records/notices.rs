//! What is said of an item wherever it is shown or sent: that its accuracy is contested, that it was
//! corrected, completed, disputed. It holds for the file, so also for its copies in other requests.

use chrono::NaiveDateTime;

use crate::closed::closed_list;

closed_list! {
    /// What a notice says.
    NoticeKind {
        Restricted, "restricted", "Accuracy contested: its use is restricted (Article 18)";
        Superseded, "superseded", "Superseded: part of this was wrong and is corrected";
        Completed, "completed", "Completed: something was missing and is added";
        Disputed, "disputed", "Disputed: the person disagrees with something in it";
        Explained, "explained", "Explained: it records a mistake";
    }
}

impl NoticeKind {
    /// Beside the item in a list.
    pub const fn short(self) -> &'static str {
        match self {
            NoticeKind::Restricted => "Use restricted (Art. 18)",
            NoticeKind::Superseded => "Superseded",
            NoticeKind::Completed => "Completed",
            NoticeKind::Disputed => "Disputed",
            NoticeKind::Explained => "Mistake explained",
        }
    }
}

/// A notice that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub item: crate::db::Id,
    pub kind: NoticeKind,
    /// The page it is about, where one is named.
    pub page: Option<i64>,
    /// What it should say now; empty while nothing is decided.
    pub words: String,
    /// The person's own statement, as they wrote it.
    pub statement: String,
    /// The number of the item of this record that holds the correction.
    pub note: Option<i64>,
    pub since: NaiveDateTime,
}

impl Notice {
    /// "Superseded: part of this was wrong and is corrected (page 3); see D45".
    pub fn sentence(&self) -> String {
        let page = self.page.map_or_else(String::new, |page| format!(" (page {page})"));
        let note = self.note.map_or_else(String::new, |note| format!("; see D{note}"));
        format!("{}{page}{note}", self.kind.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_names_its_page_and_the_item_that_holds_the_correction() {
        let notice = Notice {
            item: crate::db::Id::new(),
            kind: NoticeKind::Superseded,
            page: Some(3),
            words: String::new(),
            statement: String::new(),
            note: Some(45),
            since: NaiveDateTime::default(),
        };

        assert_eq!(
            notice.sentence(),
            "Superseded: part of this was wrong and is corrected (page 3); see D45"
        );
    }
}
