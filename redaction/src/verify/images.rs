//! The decoded pixels of an image, where an area lies over it.

use hayro::hayro_interpret::{Image, ImageData};
use hayro::kurbo::{Affine, Point as KurboPoint, Rect as KurboRect};

use crate::geometry::Point;

use super::area::Area;

/// Pixels at the rim of an area that may be mixed with those beside it.
const RIM: f64 = 1.5;
/// A pixel this far from the middle one tells something; lossy coding alone goes less far.
const TELLING: u8 = 40;
/// As many such pixels in a thousand are taken for what lossy coding carries over the rim.
const CARRIED_OVER: usize = 15;

/// One plane of samples, several to a pixel.
struct Samples<'d> {
    data: &'d [u8],
    width: u32,
    height: u32,
    each: usize,
    /// From pixels to the page.
    to_page: Affine,
}

/// For each area, whether the image still shows something in it.
pub(crate) fn telling(
    image: &Image<'_, '_>,
    transform: Affine,
    areas: &[&Area],
    most_pixels: u64,
) -> Vec<bool> {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    // What cannot be looked at is not proved.
    if pixels > most_pixels {
        return areas.iter().map(|_| true).collect();
    }
    let mut found: Vec<bool> = areas.iter().map(|_| false).collect();
    let mut look = |samples: &Samples<'_>| {
        for (area, found) in areas.iter().zip(&mut found) {
            *found |= varies(samples, area);
        }
    };
    match image {
        Image::Raster(raster) => raster.with_rgba(
            |colour, alpha| {
                let (sx, sy) = colour.scale_factors();
                let to_page = transform * Affine::scale_non_uniform(sx.into(), sy.into());
                let (data, each) = match &colour {
                    ImageData::Rgb(rgb) => (&rgb.data, 3),
                    ImageData::Luma(luma) => (&luma.data, 1),
                };
                let (width, height) = (colour.width(), colour.height());
                look(&Samples { data, width, height, each, to_page });
                if let Some(alpha) = alpha {
                    // A mask covers the same area in pixels of its own.
                    let stretch = Affine::scale_non_uniform(
                        f64::from(width) / f64::from(alpha.width.max(1)),
                        f64::from(height) / f64::from(alpha.height.max(1)),
                    );
                    look(&Samples {
                        data: &alpha.data,
                        width: alpha.width,
                        height: alpha.height,
                        each: 1,
                        to_page: to_page * stretch,
                    });
                }
            },
            None,
        ),
        Image::Stencil(stencil) => stencil.with_stencil(
            |luma, _| {
                let (sx, sy) = luma.scale_factors;
                let to_page = transform * Affine::scale_non_uniform(sx.into(), sy.into());
                let (width, height) = (luma.width, luma.height);
                look(&Samples { data: &luma.data, width, height, each: 1, to_page });
            },
            None,
        ),
    }
    found
}

/// Whether the samples in the area are anything but one colour.
fn varies(samples: &Samples<'_>, area: &Area) -> bool {
    if samples.to_page.determinant().abs() < 1e-12 {
        return false;
    }
    let b = area.bounds;
    let to_pixels = samples.to_page.inverse();
    let span = to_pixels.transform_rect_bbox(KurboRect::new(b.x0, b.y0, b.x1, b.y1));
    let clamp = |v: f64, most: u32| v.clamp(0.0, f64::from(most)) as u32;
    let (x0, x1) = (clamp(span.x0.floor(), samples.width), clamp(span.x1.ceil(), samples.width));
    let (y0, y1) = (clamp(span.y0.floor(), samples.height), clamp(span.y1.ceil(), samples.height));
    let [a, s, c, d, _, _] = samples.to_page.as_coeffs();
    let (mx, my) = area.margins(RIM * a.hypot(s).max(c.hypot(d)));

    let mut inside: Vec<&[u8]> = Vec::new();
    for y in y0..y1 {
        for x in x0..x1 {
            let centre = KurboPoint::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
            let p = samples.to_page * centre;
            let u = area.unit(Point { x: p.x, y: p.y });
            if u.x > mx && u.x < 1.0 - mx && u.y > my && u.y < 1.0 - my {
                inside.extend(samples.pixel(x, y));
            }
        }
    }
    // Of each channel, the value that most pixels are near to.
    let odd = (0..samples.each)
        .map(|channel| {
            let mut count = [0usize; 256];
            let values = inside.iter().filter_map(|pixel| pixel.get(channel));
            values.clone().for_each(|v| {
                if let Some(n) = count.get_mut(usize::from(*v)) {
                    *n += 1;
                }
            });
            let most = (0..=255u8).max_by_key(|v| count.get(usize::from(*v)).copied());
            let most = most.unwrap_or(0);
            values.filter(|v| v.abs_diff(most) > TELLING).count()
        })
        .max()
        .unwrap_or(0);
    odd * 1000 > inside.len() * CARRIED_OVER
}

impl Samples<'_> {
    fn pixel(&self, x: u32, y: u32) -> Option<&[u8]> {
        let start = (y as usize * self.width as usize + x as usize) * self.each;
        self.data.get(start..start + self.each)
    }
}
