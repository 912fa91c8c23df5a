//! What somebody consulted may see of a page: the passage, with other people masked, and nothing
//! around it. Pure: shapes in, shapes out.

use candour_redaction::geometry::{Matrix, Point, Quad, Rect};
use candour_redaction::plan::{Gap, HiddenLayers, Mark, Plan};
use candour_redaction::read::Word;

/// A page, as far as cutting a window into it needs to know.
#[derive(Debug, Clone)]
pub struct Page {
    /// Counted from 0.
    pub at: usize,
    pub width: f64,
    pub height: f64,
    pub to_display: Matrix,
}

/// A passage on a page, and what of it is masked.
#[derive(Debug, Clone)]
pub struct Window {
    page: Page,
    kept: Vec<Rect>,
    masked: Vec<Quad>,
}

/// Places are kept in hundredths of a point; the window is wider by less than a letter's stroke.
const SLACK: f64 = 0.5;
/// Around the passage in the picture, in points.
const MARGIN: f64 = 6.0;

impl Window {
    /// `marks` are those drawn on the page. One that hides the whole passage is what is asked
    /// about, so it hides nothing here; one that hides a part of it stays.
    pub fn new(page: Page, passage: &[Quad], marks: &[Vec<Quad>], names: Vec<Quad>) -> Self {
        let kept: Vec<Rect> = passage.iter().map(|quad| grown(quad.bounds())).collect();
        let middles: Vec<Point> = passage.iter().map(middle).collect();
        let asked_about = |mark: &[Quad]| {
            middles.iter().all(|m| mark.iter().any(|quad| holds(&quad.bounds(), *m)))
                && area(mark) >= 0.9 * area(passage)
        };
        let hiding = marks.iter().filter(|mark| !asked_about(mark)).flatten().copied();
        let masked = hiding.chain(names).collect();
        Self { page, kept, masked }
    }

    /// The document with nothing left on its page but the passage. Nothing moves, so that the
    /// picture can be cut where the passage stands.
    pub fn plan(&self) -> Plan {
        let mark = |quads: Vec<Quad>, label: &str| Mark {
            id: label.to_owned(),
            page: self.page.at,
            quads,
            label: String::new(),
            gap: Some(Gap::Exact),
        };
        let around = around(&self.sheet(), &self.kept).into_iter().map(Quad::from).collect();
        let mut marks = vec![mark(around, "around")];
        if !self.masked.is_empty() {
            marks.push(mark(self.masked.clone(), "people"));
        }
        Plan {
            marks,
            terms: Vec::new(),
            gap: Gap::Exact,
            hidden_layers: HiddenLayers::Remove,
            title: String::new(),
            language: "en-GB".into(),
            password: None,
        }
    }

    /// The words of the passage that may be read; `None` stands for words that are masked.
    pub fn words<'w>(&self, words: &'w [Word]) -> Vec<Option<&'w str>> {
        let mut shown: Vec<Option<&str>> = Vec::new();
        for word in words.iter().filter(|word| !word.invisible) {
            let bounds = word.quad.bounds();
            if !self.kept.iter().any(|kept| holds(kept, middle(&word.quad))) {
                continue;
            }
            let masked = self.masked.iter().any(|quad| quad.bounds().overlap(&bounds).is_some());
            match (masked, shown.last()) {
                (true, Some(None)) => {}
                (true, _) => shown.push(None),
                (false, _) => shown.push(Some(word.text.as_str())),
            }
        }
        shown
    }

    /// Where the passage lies in a picture of the page: left, top, width and height as parts of it.
    pub fn cut(&self) -> [f64; 4] {
        let shown =
            |rect: &Rect| Quad(Quad::from(*rect).0.map(|p| self.page.to_display.apply(p))).bounds();
        let all = self.kept.iter().map(shown).reduce(|a, b| a.union(&b));
        let Some(all) = all else { return [0.0; 4] };
        let part = |v: f64, of: f64| (v / of.max(1.0)).clamp(0.0, 1.0);
        let (x0, y0) =
            (part(all.x0 - MARGIN, self.page.width), part(all.y0 - MARGIN, self.page.height));
        let (x1, y1) =
            (part(all.x1 + MARGIN, self.page.width), part(all.y1 + MARGIN, self.page.height));
        [x0, y0, x1 - x0, y1 - y0]
    }

    /// The page in its own space, with a rim for what is printed beyond the edge.
    fn sheet(&self) -> Rect {
        let shown = Rect::new(0.0, 0.0, self.page.width, self.page.height);
        let back = self.page.to_display.inverse().unwrap_or(Matrix::IDENTITY);
        let sheet = Quad(Quad::from(shown).0.map(|p| back.apply(p))).bounds();
        Rect::new(sheet.x0 - 20.0, sheet.y0 - 20.0, sheet.x1 + 20.0, sheet.y1 + 20.0)
    }
}

/// Everything of `sheet` that none of `kept` covers, in boxes that do not overlap.
pub fn around(sheet: &Rect, kept: &[Rect]) -> Vec<Rect> {
    let mut edges: Vec<f64> = vec![sheet.y0, sheet.y1];
    edges.extend(kept.iter().flat_map(|r| [r.y0, r.y1]).filter(|y| *y > sheet.y0 && *y < sheet.y1));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let mut boxes = Vec::new();
    for (low, high) in edges.iter().zip(edges.iter().skip(1)) {
        let mut spans: Vec<(f64, f64)> =
            kept.iter().filter(|r| r.y0 < *high && r.y1 > *low).map(|r| (r.x0, r.x1)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut from = sheet.x0;
        for (x0, x1) in spans {
            if x0 > from {
                boxes.push(Rect::new(from, *low, x0.min(sheet.x1), *high));
            }
            from = from.max(x1);
        }
        if from < sheet.x1 {
            boxes.push(Rect::new(from, *low, sheet.x1, *high));
        }
    }
    boxes
}

fn grown(rect: Rect) -> Rect {
    Rect::new(rect.x0 - SLACK, rect.y0 - SLACK, rect.x1 + SLACK, rect.y1 + SLACK)
}

fn area(quads: &[Quad]) -> f64 {
    quads.iter().map(|quad| quad.bounds().area()).sum()
}

fn middle(quad: &Quad) -> Point {
    let b = quad.bounds();
    Point { x: (b.x0 + b.x1) / 2.0, y: (b.y0 + b.y1) / 2.0 }
}

fn holds(rect: &Rect, p: Point) -> bool {
    (rect.x0..=rect.x1).contains(&p.x) && (rect.y0..=rect.y1).contains(&p.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, n: usize, line: u32) -> Word {
        let (x, y) = (50.0 + 60.0 * n as f64, 700.0 - 20.0 * f64::from(line));
        Word {
            text: text.into(),
            quad: Rect::new(x, y, x + 55.0, y + 10.0).into(),
            line,
            invisible: false,
        }
    }

    fn page() -> Page {
        Page {
            at: 0,
            width: 595.0,
            height: 842.0,
            to_display: Matrix([1.0, 0.0, 0.0, -1.0, 0.0, 842.0]),
        }
    }

    fn line(words: &[Word]) -> Vec<Quad> {
        vec![
            words.iter().map(|w| w.quad.bounds()).reduce(|a, b| a.union(&b)).expect("words").into(),
        ]
    }

    #[test]
    fn only_the_passage_is_left_of_a_page() {
        let words = [
            word("above", 0, 0),
            word("asked", 0, 1),
            word("about", 1, 1),
            word("beside", 3, 1),
            word("below", 0, 2),
        ];
        let window = Window::new(page(), &line(&words[1..3]), &[], Vec::new());

        let plan = window.plan();

        assert_eq!(window.words(&words), [Some("asked"), Some("about")]);
        for (word, hidden) in words.iter().zip([true, false, false, true, true]) {
            let covered = plan
                .marks
                .iter()
                .flat_map(|m| &m.quads)
                .any(|q| holds(&q.bounds(), middle(&word.quad)));
            assert_eq!(covered, hidden, "{}", word.text);
        }
    }

    #[test]
    fn other_people_within_the_passage_are_masked() {
        let words = [word("Dana", 0, 0), word("told", 1, 0), word("us", 2, 0)];
        let window = Window::new(page(), &line(&words), &[], vec![words[0].quad]);

        assert_eq!(window.words(&words), [None, Some("told"), Some("us")]);
        assert_eq!(window.plan().marks.len(), 2);
    }

    #[test]
    fn the_mark_that_is_asked_about_hides_nothing_and_one_within_it_does() {
        let words = [word("Dana", 0, 0), word("told", 1, 0), word("us", 2, 0)];
        let (whole, part) = (line(&words), vec![words[2].quad]);
        let window = Window::new(page(), &whole, &[whole.clone(), part], Vec::new());

        assert_eq!(window.words(&words), [Some("Dana"), Some("told"), None]);
    }

    #[test]
    fn what_lies_around_boxes_covers_all_but_them() {
        let sheet = Rect::new(0.0, 0.0, 10.0, 10.0);
        let kept = [Rect::new(2.0, 2.0, 5.0, 4.0), Rect::new(4.0, 3.0, 8.0, 6.0)];

        let boxes = around(&sheet, &kept);

        let union = 6.0 + 12.0 - 1.0;
        assert!((boxes.iter().map(Rect::area).sum::<f64>() - (100.0 - union)).abs() < 1e-9);
        assert!(boxes.iter().all(|b| kept.iter().all(|k| k.overlap(b).is_none())));
    }

    #[test]
    fn the_picture_is_cut_where_the_passage_is_displayed() {
        let window =
            Window::new(page(), &[Rect::new(59.5, 758.0, 119.0, 776.0).into()], &[], Vec::new());

        let [left, top, width, height] = window.cut();

        assert!(
            (left * 595.0 - (59.5 - 6.5)).abs() < 0.01 && (top * 842.0 - (66.0 - 6.5)).abs() < 0.01
        );
        assert!(width * 595.0 > 59.5 && height * 842.0 > 18.0);
    }
}
