//! What a mark or a box covers, glyph by glyph, and the box around the glyphs of a line.

use crate::geometry::{Point, Quad, Rect};
use crate::region::Region;
use crate::scene::{Glyph, Scene};

/// A glyph goes when this much of its ink lies under a mark, or this much of its room.
const INK: f64 = 0.2;
const ROOM: f64 = 0.5;

pub(super) fn covered(glyph: &Glyph<'_>, region: &Region) -> bool {
    if is_far(glyph, region) {
        return false;
    }
    let room = glyph.quad();
    if region.share(&room) > ROOM {
        return true;
    }
    let ink = glyph.face.ink(glyph.code);
    ink.is_some_and(|ink| region.share(&glyph.to_page.quad(&ink)) > INK)
}

/// Whether not even ink that reaches beyond the room, by as much as the glyph is high, comes near.
fn is_far(glyph: &Glyph<'_>, region: &Region) -> bool {
    let reach = glyph.em() * 1.5;
    let bounds = glyph.quad().bounds();
    let wide = Rect {
        x0: bounds.x0 - reach,
        y0: bounds.y0 - reach,
        x1: bounds.x1 + reach,
        y1: bounds.y1 + reach,
    };
    region.near(&wide).next().is_none()
}

/// Whether most of the glyph, or its middle, lies where another word was.
pub(super) fn buried(glyph: &Glyph<'_>, hearts: &Region) -> bool {
    if is_far(glyph, hearts) {
        return false;
    }
    let ink = glyph.face.ink(glyph.code);
    let body = ink.map_or_else(|| glyph.quad(), |ink| glyph.to_page.quad(&ink));
    let bounds = body.bounds();
    let middle = Point { x: (bounds.x0 + bounds.x1) / 2.0, y: (bounds.y0 + bounds.y1) / 2.0 };
    // A reader that opens no fonts looks for the heart of its room.
    let cell = glyph.cell();
    let heart = glyph.to_page.quad(&heart(&cell));
    hearts.near(&bounds).any(|area| area.contains(middle))
        || hearts.share(&body) > ROOM
        || hearts.share(&heart) > ROOM
}

/// From the baseline to the height of small letters.
fn heart(cells: &Rect) -> Rect {
    const LOW: f64 = 0.26;
    const HIGH: f64 = 0.66;
    let at = |share: f64| cells.y0 + cells.height() * share;
    Rect { y0: at(LOW), y1: at(HIGH), ..*cells }
}

/// A hit on one of the lines it runs over.
pub(super) struct Line {
    /// What its box covers.
    pub(super) whole: Quad,
    /// What any box over it covers: from the baseline to the height of small letters.
    pub(super) heart: Quad,
}

/// The areas of a hit: one for every line it runs over.
pub(super) fn lines(scene: &Scene<'_>, glyphs: &[usize]) -> Vec<Line> {
    let mut lines: Vec<Vec<&Glyph<'_>>> = Vec::new();
    let mut shown: Vec<&Glyph<'_>> =
        glyphs.iter().filter_map(|i| scene.glyphs.get(*i)).filter(|g| !g.elsewhere).collect();
    shown.retain(|g| !g.is_space());
    for glyph in shown {
        let p = glyph.origin();
        let same = lines.iter_mut().find(|line| {
            line.last().is_some_and(|last| {
                let [a, b, _, _, _, _] = last.to_page.0;
                let (q, length) = (last.origin(), a.hypot(b).max(1e-12));
                let aside = ((p.y - q.y) * a - (p.x - q.x) * b).abs() / length;
                let far = (p.x - q.x).hypot(p.y - q.y);
                aside < 0.5 * last.em() && far < 4.0 * last.em()
            })
        });
        match same {
            Some(line) => line.push(glyph),
            None => lines.push(vec![glyph]),
        }
    }
    lines.iter().filter_map(|line| around(line)).collect()
}

/// The box around glyphs of one line, in the line's own direction.
fn around(line: &[&Glyph<'_>]) -> Option<Line> {
    let first = line.first()?;
    let back = first.to_page.inverse()?;
    let mut whole: Option<Rect> = None;
    let mut cells: Option<Rect> = None;
    for glyph in line {
        let to_first = glyph.to_page.then(&back);
        let cell = glyph.cell();
        let mut room = cell;
        if let Some(ink) = glyph.face.ink(glyph.code) {
            room = Rect {
                y0: room.y0.max(ink.y0 - 20.0).min(0.0),
                y1: room.y1.min(ink.y1.max(300.0) + 20.0),
                ..room.union(&ink)
            };
        }
        let joined = |so_far: Option<Rect>, r: &Rect| {
            let here = to_first.quad(r).bounds();
            Some(so_far.map_or(here, |w| w.union(&here)))
        };
        whole = joined(whole, &room);
        cells = joined(cells, &cell);
    }
    let heart = heart(&cells?);
    Some(Line { whole: first.to_page.quad(&whole?), heart: first.to_page.quad(&heart) })
}
