//! Both documents drawn: boxes are of one colour, and around them nothing changed.

use crate::geometry::{Point, Quad, Rect};
use crate::limits::Limits;
use crate::read::{facts, fit};

use super::area::Area;
use super::canvas::{Canvas, Drawable, Picture};

/// Dots per inch: enough to see a letter go, cheap enough for every page.
const DPI: f64 = 72.0;
/// Pixels of one box may differ by this much.
const SAME: u8 = 8;
/// Pixels are compared in squares this wide, which forgives the edges of redrawn letters.
const SQUARE: u32 = 4;
/// A square has changed where its mean has, by more than this.
const CHANGED: u32 = 20;

/// So few squares may have changed by how the edges of letters were rounded.
const FORGIVEN: usize = 4;

/// What drawing both pages showed.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The positions of areas that are not of one colour.
    pub(crate) uneven: Vec<usize>,
    /// Squares outside of all areas, and how many of them changed.
    pub(crate) squares: usize,
    pub(crate) changed: usize,
}

/// Draws `old` and `new` and compares them; `apart` are places in which they may differ.
pub(crate) fn compare(
    canvas: &mut Canvas,
    old: Drawable<'_, '_>,
    new: Drawable<'_, '_>,
    areas: &[Area],
    apart: &[Rect],
    limits: &Limits,
) -> Drawn {
    let page = facts(new.0);
    let (size, to_picture) = fit(&page, (page.width / 72.0 * DPI).round() as u32, limits);
    canvas.draw(old, new, size, &to_picture);
    let (before, after) = (&canvas.before, &canvas.after);
    let on_picture = |r: &Rect| Quad(Quad::from(*r).0.map(|p| to_picture.apply(p))).bounds();

    let mut drawn = Drawn::default();
    for (index, area) in areas.iter().enumerate() {
        if !area.may_move() && uneven(after, &on_picture(&area.bounds), area, &to_picture) {
            drawn.uneven.push(index);
        }
    }
    let apart: Vec<_> = areas.iter().map(|a| a.grown(2.0)).chain(apart.iter().copied()).collect();
    let on_it: Vec<_> = apart.iter().map(on_picture).collect();
    (drawn.squares, drawn.changed) = squares(before, after, &on_it, SQUARE);
    if drawn.changed > FORGIVEN {
        // A line thinner than a pixel is drawn as wide as one, so a page that was redrawn as
        // pixels looks lighter than its source where both are drawn coarsely.
        let fine = limits.redraw_dpi.clamp(DPI, 300.0);
        let (size, to_picture) = fit(&page, (page.width / 72.0 * fine).round() as u32, limits);
        canvas.draw(old, new, size, &to_picture);
        let on_picture = |r: &Rect| Quad(Quad::from(*r).0.map(|p| to_picture.apply(p))).bounds();
        let on_it: Vec<_> = apart.iter().map(on_picture).collect();
        let side = (f64::from(SQUARE) * fine / DPI).round() as u32;
        let (squares, changed) = squares(&canvas.before, &canvas.after, &on_it, side);
        if changed < drawn.changed {
            (drawn.squares, drawn.changed) = (squares, changed);
        }
    }
    drawn
}

/// Whether the box shows more than one colour, and more than the greys of a label on it.
fn uneven(
    picture: &Picture,
    span: &Rect,
    area: &Area,
    to_picture: &crate::geometry::Matrix,
) -> bool {
    let Some(to_page) = to_picture.inverse() else { return false };
    let (mx, my) = area.margins(1.5 * 72.0 / DPI);
    let clamp = |v: f64, most: u32| v.clamp(0.0, most.into()) as u32;
    let (x0, x1) = (clamp(span.x0, picture.width), clamp(span.x1.ceil(), picture.width));
    let (y0, y1) = (clamp(span.y0, picture.height), clamp(span.y1.ceil(), picture.height));
    let mut low = [255u8; 3];
    let mut high = [0u8; 3];
    let mut coloured = false;
    for y in y0..y1 {
        for x in x0..x1 {
            let centre = Point { x: f64::from(x) + 0.5, y: f64::from(y) + 0.5 };
            let u = area.unit(to_page.apply(centre));
            if !(u.x > mx && u.x < 1.0 - mx && u.y > my && u.y < 1.0 - my) {
                continue;
            }
            let Some(pixel) = picture.pixel(x, y) else { continue };
            for ((low, high), v) in low.iter_mut().zip(&mut high).zip(pixel) {
                *low = (*low).min(v);
                *high = (*high).max(v);
            }
            let [r, g, b] = pixel;
            coloured |= r.abs_diff(g) > SAME || g.abs_diff(b) > SAME;
        }
    }
    let even = low.iter().zip(high).all(|(l, h)| h.saturating_sub(*l) <= SAME);
    if area.label.is_empty() { !even } else { coloured && !even }
}

/// Compares square by square, leaving out what lies `apart`: how many there are, and how many
/// changed.
fn squares(before: &Picture, after: &Picture, apart: &[Rect], side: u32) -> (usize, usize) {
    let (mut all, mut changed) = (0, 0);
    for top in (0..after.height).step_by(side as usize) {
        // Most of a page is equal to the last pixel, and is not looked at more closely.
        if before.rows(top, side) == after.rows(top, side) {
            all += after.width.div_ceil(side) as usize;
            continue;
        }
        for left in (0..after.width).step_by(side as usize) {
            let equal = |y| before.row(y, left, side) == after.row(y, left, side);
            if (top..top + side).all(equal) {
                all += 1;
                continue;
            }
            let square = Rect::new(
                f64::from(left),
                f64::from(top),
                f64::from(left + side),
                f64::from(top + side),
            );
            if apart.iter().any(|a| a.overlap(&square).is_some()) {
                continue;
            }
            all += 1;
            let (a, b) = (mean(before, left, top, side), mean(after, left, top, side));
            changed += usize::from(a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > CHANGED));
        }
    }
    (all, changed)
}

fn mean(picture: &Picture, left: u32, top: u32, side: u32) -> [u32; 3] {
    let mut sum = [0u32; 3];
    let mut count = 0;
    for y in top..top + side {
        for x in left..left + side {
            if let Some(pixel) = picture.pixel(x, y).filter(|_| y < picture.height) {
                sum.iter_mut().zip(pixel).for_each(|(s, v)| *s += u32::from(v));
                count += 1;
            }
        }
    }
    sum.map(|s| s / count.max(1))
}
