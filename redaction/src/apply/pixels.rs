//! What a picture stands for is taken away as everything else.

use super::decide::{Decisions, set};
use crate::geometry::{Quad, Rect};
use crate::region::{Area, Region};
use crate::scene::Scene;

impl Decisions {
    /// Hands `areas` over to a picture of them; gives the glyphs that stay as words beneath it.
    pub(super) fn give_to_pixels(&mut self, scene: &Scene<'_>, areas: &[Rect]) -> Vec<bool> {
        const MOST: f64 = 0.5;
        let picture = Region { areas: areas.iter().map(|r| Area::new(&Quad::from(*r))).collect() };
        let mut beneath = vec![false; scene.glyphs.len()];
        for (i, glyph) in scene.glyphs.iter().enumerate() {
            let gone = self.gone.get(i).copied().unwrap_or(true);
            if gone || glyph.elsewhere || picture.share(&glyph.quad()) <= MOST {
                continue;
            }
            set(&mut self.gone, i, true);
            set(&mut beneath, i, !glyph.hidden);
        }
        self.region.areas.extend(picture.areas);
        self.pixels.extend(areas);
        beneath
    }

    /// Whether a picture stands for everything within `bounds`.
    pub(super) fn is_pictured(&self, bounds: &Rect) -> bool {
        const EDGE: f64 = 0.01;
        self.pixels.iter().any(|p| {
            p.x0 <= bounds.x0 + EDGE
                && p.y0 <= bounds.y0 + EDGE
                && p.x1 >= bounds.x1 - EDGE
                && p.y1 >= bounds.y1 - EDGE
        })
    }
}
