//! Neutral gaps: what stood in a line is replaced by a gap of one width, and the line's other
//! words are set again with natural spaces, so that neither the gap nor what follows it tells
//! how wide the removed words were. Columns and tab stops keep their places.

use crate::geometry::{Matrix, Point, Quad, Rect};
use crate::locate::lines;
use crate::scene::{Glyph, Scene};

/// Words this far apart, in ems, stand in columns.
const COLUMN: f64 = 1.2;
/// Letters this far apart, in ems, belong to different words.
const WORD: f64 = 0.17;
/// Widths a gap may have, in ems: the widest with which the line still fits. So few that they
/// tell next to nothing.
const WIDTHS: [f64; 4] = [4.0, 3.0, 2.0, 1.0];
/// A space in a font that has none, in ems.
const SPACE: f64 = 0.25;
/// Shifts below this, in points, are not worth a new operator.
const STILL: f64 = 0.01;

/// What took a glyph away: a mark of the plan or one occurrence of a term.
pub(crate) type Owner = usize;

/// A page with its lines set again.
#[derive(Debug, Default)]
pub(crate) struct Respaced {
    /// How far each glyph moves along its line, in points.
    pub(crate) shifts: Vec<f64>,
    pub(crate) gaps: Vec<(Owner, Quad)>,
    /// Owners whose gaps could not be made neutral.
    pub(crate) exact: Vec<Owner>,
}

/// One thing on a line.
struct Piece {
    glyphs: Vec<usize>,
    start: f64,
    end: f64,
    gone: Option<Owner>,
    /// Nothing stood between it and the piece before.
    glued: bool,
}

struct Line<'l, 'a> {
    scene: &'l Scene<'a>,
    along: Point,
    em: f64,
    space: f64,
}

/// Sets the lines of a page again. `owner` tells what took a glyph; `neutral` and `visible`
/// whether an owner asks for it and whether a glyph counts at all.
pub(crate) fn respace(
    scene: &Scene<'_>,
    owner: &[Option<Owner>],
    neutral: &dyn Fn(Owner) -> bool,
    seen: &dyn Fn(usize) -> bool,
    sheet: &Rect,
) -> Respaced {
    let mut out = Respaced { shifts: vec![0.0; scene.glyphs.len()], ..Respaced::default() };
    let mut segments = Vec::new();
    for line in lines(scene) {
        let line: Vec<usize> = line.into_iter().filter(|i| seen(*i)).collect();
        let of = |i: &usize| owner.get(*i).copied().flatten();
        if line.iter().any(|i| of(i).is_some_and(neutral)) {
            segments.extend(split(scene, &line, owner));
        }
    }
    // An owner that cannot be neutral in one place is exact in all, and so are those beside it.
    loop {
        let before = out.exact.len();
        for (line, pieces, limit) in &segments {
            let owners: Vec<Owner> = pieces.iter().filter_map(|p| p.gone).collect();
            let allowed = owners.iter().all(|o| neutral(*o) && !out.exact.contains(o));
            let known = owners.iter().all(|o| out.exact.contains(o));
            if !known && (!allowed || line.set(pieces, *limit, sheet).is_none()) {
                out.exact.extend(owners);
                out.exact.sort_unstable();
                out.exact.dedup();
            }
        }
        if out.exact.len() == before {
            break;
        }
    }
    for (line, pieces, limit) in &segments {
        if pieces.iter().any(|p| p.gone.is_some_and(|o| out.exact.contains(&o))) {
            continue;
        }
        let Some((shifts, gaps)) = line.set(pieces, *limit, sheet) else { continue };
        for (piece, shift) in pieces.iter().zip(shifts) {
            for glyph in &piece.glyphs {
                if let Some(place) = out.shifts.get_mut(*glyph) {
                    *place = if shift.abs() < STILL { 0.0 } else { shift };
                }
            }
        }
        out.gaps.extend(gaps);
    }
    out
}

type Segment<'l, 'a> = (Line<'l, 'a>, Vec<Piece>, Option<f64>);

/// Shifts by piece, and where the gaps come to stand.
type Setting = (Vec<f64>, Vec<(Owner, Quad)>);

/// A line in columns, each in pieces; with each where the next column begins. Only columns
/// that lost something.
fn split<'l, 'a>(
    scene: &'l Scene<'a>,
    glyphs: &[usize],
    owner: &[Option<Owner>],
) -> Vec<Segment<'l, 'a>> {
    let Some(first) = glyphs.iter().filter_map(|i| scene.glyphs.get(*i)).find(|g| !g.is_space())
    else {
        return Vec::new();
    };
    let Some(along) = direction(first) else { return Vec::new() };
    let em = first.em().max(1e-6);
    let at = |p: Point| p.x * along.x + p.y * along.y;
    let mut columns: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut last_end = f64::NEG_INFINITY;
    for index in glyphs {
        let Some(glyph) = scene.glyphs.get(*index) else { continue };
        let (start, end) = (at(glyph.origin()), at(glyph.end()));
        let (start, end) = (start.min(end), start.max(end));
        let gone = owner.get(*index).copied().flatten();
        let column = columns.last_mut();
        if glyph.is_space() {
            // Room goes with what it follows.
            if let Some(piece) = column.and_then(|c| c.last_mut()) {
                piece.glyphs.push(*index);
            }
            continue;
        }
        let apart = start - last_end;
        if apart > COLUMN * em && columns.last().is_some_and(|c| !c.is_empty()) {
            columns.push(Vec::new());
        }
        let Some(column) = columns.last_mut() else { continue };
        let adjoins = apart < WORD * em;
        match column.last_mut() {
            Some(piece) if piece.gone.is_some() && gone.is_some() => {
                piece.glyphs.push(*index);
                piece.end = piece.end.max(end);
            }
            Some(piece) if adjoins && piece.gone == gone => {
                piece.glyphs.push(*index);
                piece.end = piece.end.max(end);
            }
            before => {
                let glued = before.is_some() && adjoins;
                column.push(Piece { glyphs: vec![*index], start, end, gone, glued });
            }
        }
        last_end = last_end.max(end);
    }
    let starts: Vec<Option<f64>> =
        columns.iter().skip(1).map(|c| c.first().map(|p| p.start)).chain([None]).collect();
    let space = natural_space(first);
    columns
        .into_iter()
        .zip(starts)
        .filter(|(column, _)| column.iter().any(|p| p.gone.is_some()))
        .map(|(column, next)| (Line { scene, along, em, space }, column, next))
        .collect()
}

/// As wide as the font's own space.
fn natural_space(glyph: &Glyph<'_>) -> f64 {
    const CODE: u32 = 32;
    let space = glyph.face.code(CODE);
    let own = &*space.text == " " && (100.0..800.0).contains(&space.advance);
    if !own {
        return SPACE * glyph.em();
    }
    let [a, b, _, _, _, _] = glyph.to_page.0;
    space.advance * a.hypot(b)
}

fn direction(glyph: &Glyph<'_>) -> Option<Point> {
    let (a, b) = (glyph.origin(), glyph.end());
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy);
    (length > 1e-6 && length.is_finite()).then(|| Point { x: dx / length, y: dy / length })
}

impl Line<'_, '_> {
    /// Shifts by piece, and where the gaps come to stand; `None` where the line does not fit.
    fn set(&self, pieces: &[Piece], limit: Option<f64>, sheet: &Rect) -> Option<Setting> {
        let glyphs =
            pieces.iter().flat_map(|p| &p.glyphs).filter_map(|i| self.scene.glyphs.get(*i));
        if glyphs.clone().any(|g| g.face.vertical) {
            return None;
        }
        WIDTHS.iter().find_map(|width| {
            let mut cursor = pieces.first()?.start;
            let mut shifts = Vec::with_capacity(pieces.len());
            let mut gaps = Vec::new();
            for (i, piece) in pieces.iter().enumerate() {
                if i > 0 && !piece.glued {
                    cursor += self.space;
                }
                shifts.push(cursor - piece.start);
                match piece.gone {
                    Some(owner) => {
                        let end = cursor + width * self.em;
                        gaps.push((owner, self.gap(piece, cursor, end)?));
                        cursor = end;
                    }
                    None => cursor += piece.end - piece.start,
                }
            }
            let fits = limit.is_none_or(|next| cursor < next - 0.3 * self.em)
                && self.stays_in_sight(pieces, &shifts, sheet)
                && gaps.iter().all(|(_, quad)| within(&quad.bounds(), sheet));
            fits.then_some((shifts, gaps))
        })
    }

    /// Whether what was seen is still seen: within the sheet and what clips it.
    fn stays_in_sight(&self, pieces: &[Piece], shifts: &[f64], sheet: &Rect) -> bool {
        pieces.iter().zip(shifts).filter(|(p, _)| p.gone.is_none()).all(|(piece, shift)| {
            piece.glyphs.iter().filter_map(|i| self.scene.glyphs.get(*i)).all(|glyph| {
                if glyph.is_space() {
                    return true;
                }
                let middle = |m: &Matrix| {
                    let b = m.quad(&glyph.cell()).bounds();
                    Rect { y0: (b.y0 + b.y1) / 2.0, y1: (b.y0 + b.y1) / 2.0, ..b }
                };
                let old = middle(&glyph.to_page);
                let by = Matrix([1.0, 0.0, 0.0, 1.0, self.along.x * shift, self.along.y * shift]);
                let new = middle(&glyph.to_page.then(&by));
                let clip = glyph.clip.as_deref();
                (within(&new, sheet) || !within(&old, sheet))
                    && clip.is_none_or(|c| within(&new, c) || !within(&old, c))
            })
        })
    }

    /// The gap from one place on the line to another, as high as what stood there.
    fn gap(&self, piece: &Piece, from: f64, to: f64) -> Option<Quad> {
        let across = Point { x: -self.along.y, y: self.along.x };
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for glyph in piece.glyphs.iter().filter_map(|i| self.scene.glyphs.get(*i)) {
            if glyph.is_space() {
                continue;
            }
            for p in glyph.quad().0 {
                let v = p.x * across.x + p.y * across.y;
                (low, high) = (low.min(v), high.max(v));
            }
        }
        if low >= high {
            return None;
        }
        let point = |u: f64, v: f64| Point {
            x: self.along.x * u + across.x * v,
            y: self.along.y * u + across.y * v,
        };
        Some(Quad([point(from, low), point(to, low), point(to, high), point(from, high)]))
    }
}

fn within(inner: &Rect, outer: &Rect) -> bool {
    const EDGE: f64 = 0.5;
    inner.x0 >= outer.x0 - EDGE
        && inner.x1 <= outer.x1 + EDGE
        && inner.y0 >= outer.y0 - EDGE
        && inner.y1 <= outer.y1 + EDGE
}
