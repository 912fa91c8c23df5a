//! The second reader: follows what the drawing engine draws, and looks at what stands in an
//! area beneath its box, layer by layer.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::pattern::Pattern;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, RenderContent, SoftMask, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Rect as KurboRect};
use hayro_syntax::page::Page;

use crate::geometry::Rect;
use crate::read::glyphs::Meaning;

use super::area::Area;
use super::images;
use super::outlines;

/// Masks within masks are not followed further than this.
const DEEPEST: u32 = 6;
/// Further from an area than this, in points, an outline is not even measured.
const REACH: f64 = 200.0;

/// What was seen in one area, layer by layer.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) text: Vec<Meaning>,
    pub(crate) images: usize,
    pub(crate) drawings: usize,
    pub(crate) patterns: usize,
}

/// Looks at what `page` draws in `areas`.
pub(crate) fn look<'a>(
    page: &'a Page<'a>,
    cache: &InterpreterCache<'a>,
    areas: &[Area],
    most_pixels: u64,
) -> Vec<Seen> {
    let crop = page.intersected_crop_box();
    let shown = KurboRect::new(crop.x0, crop.y0, crop.x1, crop.y1);
    let mut eye = Eye {
        areas,
        most_pixels,
        seen: areas.iter().map(|_| Seen::default()).collect(),
        clips: vec![shown],
        step: 0,
        last_other: 0,
        drawings: Vec::new(),
        masks: Vec::new(),
        depth: 0,
    };
    // Boxes are the last things of the page itself; annotations come after them.
    for render_content in [RenderContent::PAGE, RenderContent::ANNOTATIONS] {
        let settings = InterpreterSettings { render_content, ..InterpreterSettings::default() };
        let mut context = Context::new(Affine::IDENTITY, shown, cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut eye);
        eye.settle(render_content == RenderContent::PAGE);
    }
    eye.seen
}

struct Eye<'e, 'a> {
    areas: &'e [Area],
    most_pixels: u64,
    seen: Vec<Seen>,
    /// What is left of the page by all clips so far.
    clips: Vec<KurboRect>,
    /// Counts what is painted.
    step: u64,
    /// The last step that could be neither a box nor its label.
    last_other: u64,
    /// Paths in areas: which area, when, and whether it could be a box.
    drawings: Vec<(usize, u64, bool)>,
    masks: Vec<SoftMask<'a>>,
    depth: u32,
}

impl<'a> Eye<'_, 'a> {
    /// The boxes are the last things on a page: a rectangle that nothing but boxes and labels
    /// follow is one of them.
    fn settle(&mut self, boxes: bool) {
        for (area, step, like_box) in self.drawings.drain(..) {
            if !(boxes && like_box && step > self.last_other)
                && let Some(seen) = self.seen.get_mut(area)
            {
                seen.drawings += 1;
            }
        }
    }

    fn clip(&self) -> KurboRect {
        self.clips.last().copied().unwrap_or(KurboRect::ZERO)
    }

    /// The areas that a thing with these bounds reaches, as far as clips let it be seen.
    fn reached(&self, bounds: KurboRect) -> Vec<usize> {
        let seen = bounds.intersect(self.clip());
        if seen.width() < 0.0 || seen.height() < 0.0 || bounds.x0 > bounds.x1 {
            return Vec::new();
        }
        let seen = Rect::new(seen.x0, seen.y0, seen.x1, seen.y1);
        let near = self.areas.iter().enumerate().filter(|(_, area)| area.touches(&seen));
        near.map(|(index, _)| index).collect()
    }

    fn mask(&mut self, mask: Option<SoftMask<'a>>) {
        let Some(mask) = mask else { return };
        if self.depth >= DEEPEST || self.masks.contains(&mask) {
            return;
        }
        self.masks.push(mask.clone());
        self.depth += 1;
        mask.interpret(self);
        self.depth -= 1;
    }

    fn path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &DrawMode) {
        self.step += 1;
        let solid_fill = matches!(mode, DrawMode::Fill(_)) && matches!(paint, Paint::Color(_));
        let like_box = solid_fill && outlines::is_rectangle(path);
        if !like_box {
            self.last_other = self.step;
        }
        let mut bounds = transform.transform_rect_bbox(path.control_box());
        if let DrawMode::Stroke(pen) | DrawMode::FillAndStroke(_, pen) = mode {
            let [a, b, c, d, _, _] = transform.as_coeffs();
            let half = f64::from(pen.line_width) / 2.0 * a.hypot(b).max(c.hypot(d));
            bounds = bounds.inflate(half, half);
        }
        for index in self.reached(bounds) {
            let Some(area) = self.areas.get(index) else { continue };
            if let Paint::Pattern(pattern) = paint
                && let Pattern::Tiling(tiling) = pattern.as_ref()
                && self.depth < DEEPEST
            {
                let mut inside = Counter::default();
                tiling.interpret(&mut inside, tiling.matrix, false);
                if inside.telling
                    && let Some(seen) = self.seen.get_mut(index)
                {
                    seen.patterns += 1;
                }
            }
            if outlines::turns_within(path, transform, area) {
                self.drawings.push((index, self.step, like_box));
            }
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'a>, to: Affine, props: &DrawProps<'a>, mode: &DrawMode) {
        let matrix = props.transform * to;
        match glyph {
            Glyph::Type3(drawn) => {
                if self.depth < DEEPEST && !matches!(mode, DrawMode::Invisible) {
                    self.depth += 1;
                    drawn.interpret(self, props.transform, to, &props.paint);
                    self.depth -= 1;
                }
            }
            Glyph::Outline(outline) => {
                let at = matrix.translation();
                let near = |area: &Area| {
                    let b = area.grown(REACH);
                    (b.x0..=b.x1).contains(&at.x) && (b.y0..=b.y1).contains(&at.y)
                };
                if !self.areas.iter().any(near) {
                    return;
                }
                let path = outline.outline();
                if path.elements().is_empty() {
                    return;
                }
                let b = matrix.transform_rect_bbox(path.control_box());
                let body = Rect::new(b.x0, b.y0, b.x1, b.y1);
                let meaning = match glyph.as_unicode() {
                    Some(BfString::Char(c)) => Meaning::Char(c),
                    Some(BfString::String(s)) => Meaning::Text(s.into_boxed_str()),
                    None => Meaning::Unknown,
                };
                if meaning.is_space() {
                    return;
                }
                for (area, seen) in self.areas.iter().zip(&mut self.seen) {
                    if area.holds_most_of(&body) {
                        seen.text.push(meaning.clone());
                    }
                }
            }
        }
    }
}

impl<'a> Device<'a> for Eye<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.mask(props.soft_mask.clone());
        self.path(path, props.transform, &props.paint, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let clip = self.clip().intersect(clip.path.control_box());
        self.clips.push(clip);
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.mask(mask);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.step += 1;
        self.mask(props.soft_mask.clone());
        for glyph in run.glyphs() {
            self.glyph(glyph, glyph.transform(), &props, mode);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.step += 1;
        self.last_other = self.step;
        self.mask(props.soft_mask.clone());
        let whole = KurboRect::new(0.0, 0.0, image.width().into(), image.height().into());
        let reached = self.reached(props.transform.transform_rect_bbox(whole));
        if reached.is_empty() {
            return;
        }
        let areas: Vec<_> = reached.iter().filter_map(|i| self.areas.get(*i)).collect();
        let telling = images::telling(&image, props.transform, &areas, self.most_pixels);
        for (index, telling) in reached.into_iter().zip(telling) {
            if let Some(seen) = self.seen.get_mut(index) {
                seen.images += usize::from(telling);
            }
        }
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {}
}

/// Whether a pattern's cell holds anything that could spell a word.
#[derive(Default)]
struct Counter {
    telling: bool,
}

impl<'a> Device<'a> for Counter {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        self.telling = true;
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
