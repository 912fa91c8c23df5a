//! Bookmarks: the tree a viewer shows beside the pages (ISO 32000-1, 12.3.3).

use lopdf::{Document as Pdf, Object, ObjectId, dictionary};

/// Bookmarks in the order of their pages, each under the last one of a higher rank.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    rank: usize,
    title: String,
    page: ObjectId,
}

impl Shelf {
    pub(super) fn put(&mut self, rank: usize, title: &str, page: ObjectId) {
        self.entries.push(Entry { rank, title: title.to_owned(), page });
    }

    /// Writes them, the highest opened; nothing where there are none.
    pub(super) fn write(self, pdf: &mut Pdf) -> Option<ObjectId> {
        if self.entries.is_empty() {
            return None;
        }
        let root = pdf.new_object_id();
        let ids: Vec<ObjectId> = self.entries.iter().map(|_| pdf.new_object_id()).collect();
        let mut parents: Vec<Option<usize>> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            while above.last().is_some_and(|last| self.entries[*last].rank >= entry.rank) {
                above.pop();
            }
            parents.push(above.last().copied());
            above.push(at);
        }
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); ids.len() + 1];
        for (at, parent) in parents.iter().enumerate() {
            children[parent.map_or(ids.len(), |parent| parent)].push(at);
        }
        for (at, entry) in self.entries.iter().enumerate() {
            let parent = parents[at];
            let siblings = &children[parent.unwrap_or(ids.len())];
            let place = siblings.binary_search(&at).unwrap_or(0);
            let mut dict = dictionary! {
                "Title" => lopdf::text_string(&entry.title),
                "Parent" => parent.map_or(root, |parent| ids[parent]),
                "Dest" => vec![entry.page.into(), "XYZ".into(), Object::Null, Object::Null, Object::Null],
            };
            if let Some(previous) = place.checked_sub(1) {
                dict.set("Prev", ids[siblings[previous]]);
            }
            if let Some(next) = siblings.get(place + 1) {
                dict.set("Next", ids[*next]);
            }
            if let (Some(first), Some(last)) = (children[at].first(), children[at].last()) {
                dict.set("First", ids[*first]);
                dict.set("Last", ids[*last]);
                // Negative: closed until somebody opens it.
                dict.set("Count", -(children[at].len() as i64));
            }
            pdf.objects.insert(ids[at], dict.into());
        }
        let top = &children[ids.len()];
        let dict = dictionary! {
            "Type" => "Outlines",
            "First" => ids[*top.first()?],
            "Last" => ids[*top.last()?],
            "Count" => top.len() as i64,
        };
        pdf.objects.insert(root, dict.into());
        Some(root)
    }
}
