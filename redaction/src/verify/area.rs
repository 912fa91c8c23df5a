//! An area that must be empty, in a frame of its own: the unit square.

use crate::geometry::{Matrix, Point, Quad, Rect};
use crate::plan::{Gap, Plan};

/// Where something was to be removed on one page.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) bounds: Rect,
    /// What its box may cover.
    pub(crate) outer: Rect,
    /// From user space to the unit square.
    to_unit: Option<Matrix>,
    pub(crate) label: String,
    pub(crate) gap: Gap,
    pub(crate) name: String,
    /// How far its line reaches across the area, in heights of it, from its lower edge: what
    /// stands on the line has its middle within the first, and its ink within the second.
    middles: (f64, f64),
    inks: (f64, f64),
}

impl Area {
    pub(crate) fn new(quad: Quad, label: &str, gap: Gap, name: String) -> Self {
        let [a, b, _, d] = quad.0;
        let frame = Matrix([b.x - a.x, b.y - a.y, d.x - a.x, d.y - a.y, a.x, a.y]);
        let bounds = quad.bounds();
        Self {
            bounds,
            outer: bounds,
            to_unit: frame.inverse(),
            label: label.to_owned(),
            gap,
            name,
            middles: (-0.35, 1.35),
            inks: (-0.5, 1.5),
        }
    }

    /// The area of a word, given the room of its glyphs: the part of it that any box over the
    /// word must cover, from the baseline to the height of small letters.
    pub(crate) fn of_text(room: Quad, label: &str, gap: Gap, name: String) -> Self {
        const LOW: f64 = 0.26;
        const HIGH: f64 = 0.66;
        let [a, b, c, d] = room.0;
        let between = |low: Point, high: Point, share: f64| Point {
            x: low.x + (high.x - low.x) * share,
            y: low.y + (high.y - low.y) * share,
        };
        let heart =
            [between(a, d, LOW), between(b, c, LOW), between(b, c, HIGH), between(a, d, HIGH)];
        Self {
            outer: room.bounds(),
            middles: (-1.0, 2.0),
            inks: (-1.5, 2.6),
            ..Self::new(Quad(heart), label, gap, name)
        }
    }

    /// The areas that the marks of a plan name on `page`.
    pub(crate) fn of_marks(plan: &Plan, page: usize) -> Vec<Self> {
        let on_page = plan.marks.iter().enumerate().filter(|(_, mark)| mark.page == page);
        on_page
            .flat_map(|(index, mark)| {
                let gap = mark.gap.unwrap_or(plan.gap);
                let name = format!("mark {}", index + 1);
                mark.quads.iter().map(move |q| Self::new(*q, &mark.label, gap, name.clone()))
            })
            .collect()
    }

    /// A point of user space in the frame of the area, where the area is `0..1` both ways.
    pub(crate) fn unit(&self, p: Point) -> Point {
        let fallback = || Point {
            x: (p.x - self.bounds.x0) / self.bounds.width().max(1e-6),
            y: (p.y - self.bounds.y0) / self.bounds.height().max(1e-6),
        };
        self.to_unit.map_or_else(fallback, |m| m.apply(p))
    }

    pub(crate) fn holds(&self, p: Point) -> bool {
        let u = self.unit(p);
        (0.0..=1.0).contains(&u.x) && (0.0..=1.0).contains(&u.y)
    }

    /// Whether something with this outline stands in the area: its middle, or most of it.
    pub(crate) fn holds_most_of(&self, thing: &Rect) -> bool {
        let middle = Point { x: (thing.x0 + thing.x1) / 2.0, y: (thing.y0 + thing.y1) / 2.0 };
        if !self.bounds.overlap(thing).is_some_and(|o| o.width() >= 0.0) && !self.holds(middle) {
            return false;
        }
        if self.holds(middle) {
            return true;
        }
        // Samples rather than a polygon's area: the thing is a glyph, and half of it is enough.
        let steps = 5;
        let mut inside = 0;
        for i in 0..steps {
            for j in 0..steps {
                let at = |n: i32, from: f64, to: f64| {
                    from + (to - from) * (f64::from(n) + 0.5) / f64::from(steps)
                };
                let p = Point { x: at(i, thing.x0, thing.x1), y: at(j, thing.y0, thing.y1) };
                inside += i32::from(self.holds(p));
            }
        }
        inside * 2 > steps * steps
    }

    /// Whether the box touches the area at all.
    pub(crate) fn touches(&self, thing: &Rect) -> bool {
        let (a, b) = (&self.bounds, thing);
        a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
    }

    /// What the box of the area may cover, grown by `by` points.
    pub(crate) fn grown(&self, by: f64) -> Rect {
        let b = self.outer;
        Rect { x0: b.x0 - by, y0: b.y0 - by, x1: b.x1 + by, y1: b.y1 + by }
    }

    /// Whether a glyph with its middle here stands on the line of the area.
    pub(crate) fn on_line(&self, middle: Point) -> bool {
        (self.middles.0..=self.middles.1).contains(&self.unit(middle).y)
    }

    /// The upright box around the whole line on which the area stands.
    pub(crate) fn line(&self) -> Rect {
        const PAGE_WIDTHS: f64 = 400.0;
        let Some(from_unit) = self.to_unit.and_then(|m| m.inverse()) else { return self.bounds };
        from_unit.quad(&Rect::new(-PAGE_WIDTHS, self.inks.0, PAGE_WIDTHS, self.inks.1)).bounds()
    }

    /// A distance in points along both sides, as shares of them; never so much that nothing is
    /// left between.
    pub(crate) fn margins(&self, points: f64) -> (f64, f64) {
        let [a, b, c, d] = self.to_unit.map_or([0.0; 4], |m| [m.0[0], m.0[1], m.0[2], m.0[3]]);
        let share = |x: f64, y: f64, side: f64| {
            let per_point = if self.to_unit.is_some() { x.hypot(y) } else { 1.0 / side.max(1e-6) };
            (points * per_point).min(0.3)
        };
        (share(a, c, self.bounds.width()), share(b, d, self.bounds.height()))
    }

    /// Whether words on the line of this area are set again.
    pub(crate) fn may_move(&self) -> bool {
        self.gap == Gap::Neutral
    }
}

/// The labels that may stand in an area: its own, and those of areas that touch it.
pub(crate) fn labels_near<'l>(area: &Area, areas: &'l [Area]) -> Vec<&'l str> {
    let reach = area.grown(1.0);
    areas.iter().filter(|a| a.touches(&reach)).map(|a| a.label.as_str()).collect()
}
