//! A page as pixels.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use hayro_syntax::page::Page;
use image::ImageEncoder;
use serde::{Deserialize, Serialize};

use crate::geometry::Matrix;
use crate::refusal::Refusal;

/// A drawn page: four bytes a pixel, from the top left, without transparency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// # Errors
    /// Only where the bytes do not match the size.
    pub fn png(&self) -> Result<Vec<u8>, Refusal> {
        let mut png = Vec::new();
        // A page is mostly white: fast filtering already finds that.
        image::codecs::png::PngEncoder::new_with_quality(
            &mut png,
            image::codecs::png::CompressionType::Fast,
            image::codecs::png::FilterType::Adaptive,
        )
        .write_image(&self.rgba, self.width, self.height, image::ExtendedColorType::Rgba8)
        .map_err(|e| Refusal::Unreadable {
            detail: format!("the picture cannot be written: {e}"),
        })?;
        Ok(png)
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

/// Draws `page` at `width` × `height` pixels; `to_picture` carries user space onto them.
pub(crate) fn draw<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    (width, height): (u16, u16),
    to_picture: &Matrix,
) -> Picture {
    let mut context = RenderContext::new(width, height);
    render_into(
        page,
        cache,
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &mut context,
        Affine::new(to_picture.0),
    );
    context.flush();
    let mut pixels = Pixmap::new(width, height);
    context.render_with(
        &mut pixels,
        &mut Resources::default(),
        RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() },
    );
    Picture { width: width.into(), height: height.into(), rgba: pixels.data_as_u8_slice().to_vec() }
}
