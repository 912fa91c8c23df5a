//! Draws pages for comparison, one after another into the same memory.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use hayro_syntax::page::Page;

use crate::geometry::Matrix;

/// What drawing needs besides the page. Kept from page to page: taking fresh memory for every
/// picture costs as much as drawing a page of text.
#[derive(Default)]
pub(crate) struct Canvas {
    context: Option<RenderContext>,
    resources: Resources,
    pub(crate) before: Picture,
    pub(crate) after: Picture,
}

/// A drawn page: four bytes a pixel, from the top left, without transparency.
#[derive(Default)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    rgba: Vec<u8>,
}

/// A page, and what is kept of its document between pages.
pub(crate) type Drawable<'p, 'a> = (&'a Page<'a>, &'p RenderCache<'a>);

impl Canvas {
    /// Draws both pages; `to_picture` carries their user space onto the pixels.
    pub(crate) fn draw(
        &mut self,
        old: Drawable<'_, '_>,
        new: Drawable<'_, '_>,
        size: (u16, u16),
        to_picture: &Matrix,
    ) {
        let fits = |c: &RenderContext| (c.width(), c.height()) == size;
        let context = self.context.take().filter(fits);
        let mut context = context.unwrap_or_else(|| RenderContext::new(size.0, size.1));
        self.before.draw(old, &mut context, &mut self.resources, to_picture);
        self.after.draw(new, &mut context, &mut self.resources, to_picture);
        self.context = Some(context);
    }
}

impl Picture {
    fn draw(
        &mut self,
        (page, cache): Drawable<'_, '_>,
        context: &mut RenderContext,
        resources: &mut Resources,
        to_picture: &Matrix,
    ) {
        let (width, height) = (context.width(), context.height());
        (self.width, self.height) = (width.into(), height.into());
        self.rgba.resize(usize::from(width) * usize::from(height) * 4, 0);
        context.reset();
        // Hinting moves letters to whole pixels, for the eye; here it would only cost time.
        let settings = RenderSettings { hinting: false, ..RenderSettings::default() };
        let to_picture = Affine::new(to_picture.0);
        let interpreting = InterpreterSettings::default();
        render_into(page, cache, &interpreting, &settings, context, to_picture);
        context.flush();
        if let Some(target) = PixmapMut::new(width, height, &mut self.rgba) {
            let white = TargetInit::Clear(WHITE);
            let settings = RasterizerSettings { target_init: white, ..Default::default() };
            context.render_with(target, resources, settings);
        }
    }

    /// The rows from `top` on, at most `count` of them.
    pub(crate) fn rows(&self, top: u32, count: u32) -> &[u8] {
        let row = self.width as usize * 4;
        let end = top.saturating_add(count).min(self.height) as usize * row;
        self.rgba.get(top as usize * row..end).unwrap_or_default()
    }

    /// `count` pixels of the row `y`, from `left` on; none beyond the picture.
    pub(crate) fn row(&self, y: u32, left: u32, count: u32) -> &[u8] {
        let row = y as usize * self.width as usize;
        let at = |x: u32| (row + x.min(self.width) as usize) * 4;
        self.rgba.get(at(left)..at(left.saturating_add(count))).unwrap_or_default()
    }

    pub(crate) fn pixel(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        if x >= self.width {
            return None;
        }
        let start = (y as usize * self.width as usize + x as usize) * 4;
        match self.rgba.get(start..start + 3) {
            Some(&[r, g, b]) => Some([r, g, b]),
            _ => None,
        }
    }
}
