//! A page, or parts of it, as pixels, for what cannot be taken out by itself; the remaining
//! words lie beneath the picture as invisible text.

use std::collections::BTreeSet;

use hayro::RenderCache;
use hayro_syntax::page::Page;
use lopdf::{Dictionary, Object};

use super::beneath::Beneath;
use super::decide::Decisions;
use super::edit::Drawn;
use super::remedy::Remedy;
use super::structure;
use crate::content::number;
use crate::geometry::{Matrix, Rect};
use crate::graph::{Graph, compressed};
use crate::images::raster;
use crate::limits::Limits;
use crate::read::picture;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::scene::{Category, Kind, Scene, Shade};

/// No side of the picture is longer, in pixels.
const LONGEST: f64 = 8_000.0;
/// Parts take in this much around a mark, in heights of it: letters that lean over its rim, and
/// a reader's other opinion of where they stand.
const AROUND: f64 = 0.5;
/// Where parts would cover more of the page than this, or are more than this many, the page is
/// drawn as a whole.
const MOST_OF_A_PAGE: f64 = 0.6;
const MOST_PARTS: usize = 40;

/// Why something has to be drawn again whatever the proof says, and how much.
pub(super) fn reason(scene: &Scene<'_>, decisions: &Decisions) -> Option<(Remedy, &'static str)> {
    if decisions.region.is_empty() {
        return None;
    }
    let mut met = meshes(scene, decisions).peekable();
    met.peek()?;
    let how = if met.all(|clip| clip.is_some()) { Remedy::Parts } else { Remedy::Page };
    Some((how, "a shading made of many points lies under a mark"))
}

/// What clips each shading of points that a mark meets.
fn meshes<'s>(
    scene: &'s Scene<'_>,
    decisions: &'s Decisions,
) -> impl Iterator<Item = Option<Rect>> + 's {
    scene.runs.iter().flat_map(|run| &run.things).filter_map(|thing| match &thing.kind {
        Kind::Shading { made_of, clip } => {
            let met = clip.as_ref().is_none_or(|c| decisions.region.near(c).next().is_some());
            (met && tells(made_of, &decisions.region)).then(|| clip.as_deref().copied())
        }
        _ => None,
    })
}

/// Whether the shading could draw something that ends under a mark: the corners of a background
/// stand further apart.
fn tells(made_of: &Shade, region: &Region) -> bool {
    const LEAST: usize = 3;
    match made_of {
        Shade::Smooth => false,
        Shade::Unknown => true,
        Shade::Points(points) => region
            .areas
            .iter()
            .any(|area| points.iter().filter(|p| area.contains(**p)).take(LEAST).count() == LEAST),
    }
}

/// The upright areas to be drawn again; `None` where they come to the whole page.
pub(super) fn parts(scene: &Scene<'_>, decisions: &Decisions) -> Option<Vec<Rect>> {
    let sheet = decisions.visible;
    let around = |r: &Rect| {
        let by = r.height().min(r.width()).clamp(4.0, 40.0) * AROUND;
        Rect { x0: r.x0 - by, y0: r.y0 - by, x1: r.x1 + by, y1: r.y1 + by }
    };
    let marked = decisions.region.areas.iter().map(|area| around(&area.bounds));
    let mut parts: Vec<Rect> = marked
        .chain(meshes(scene, decisions).flatten())
        .filter_map(|r| r.overlap(&sheet))
        .collect();
    // Parts that meet are one.
    while let Some((a, b)) = (0..parts.len()).find_map(|a| {
        let one = parts.get(a)?;
        let other = |b: &usize| parts.get(*b).is_some_and(|two| one.overlap(two).is_some());
        (a + 1..parts.len()).find(other).map(|b| (a, b))
    }) {
        let two = parts.remove(b);
        if let Some(one) = parts.get_mut(a) {
            *one = one.union(&two);
        }
    }
    let covered: f64 = parts.iter().map(Rect::area).sum();
    let few = parts.len() <= MOST_PARTS && covered <= MOST_OF_A_PAGE * sheet.area();
    (few && !parts.is_empty()).then_some(parts)
}

/// Puts pictures of `areas`, with what `decisions` take blackened in them, before the boxes,
/// and the words that stay beneath them. What stood there has to be taken away by itself.
#[expect(clippy::too_many_arguments, reason = "the page's parts, each borrowed once")]
pub(super) fn draw_parts<'a>(
    graph: &mut Graph<'a>,
    page: &'a Page<'a>,
    scene: &Scene<'a>,
    decisions: &mut Decisions,
    beneath: &mut Beneath,
    areas: &[Rect],
    drawn: &mut Drawn,
    limits: &Limits,
) {
    let cache = RenderCache::new();
    let mut content = Vec::new();
    let mut pictures = Vec::new();
    for (n, area) in areas.iter().enumerate() {
        let image = picture_of(page, &cache, area, decisions, limits);
        let name = format!("RdPart{n}");
        content.extend(placed(&name, area));
        pictures.push((name.into_bytes(), Object::Reference(graph.add(image))));
    }
    let stays = decisions.give_to_pixels(scene, areas);
    let stays = |i: usize| stays.get(i).copied().unwrap_or(false);
    let fonts = beneath.write(graph, scene, &stays, &mut content);
    content.append(&mut drawn.content);
    drawn.content = content;
    drawn.named.extend(pictures.into_iter().map(|(n, o)| (Category::XObject, n, o)));
    drawn.named.extend(fonts.into_iter().map(|(n, o)| (Category::Font, n, o)));
}

/// Puts a picture of the page, with what `decisions` take blackened in it, in its place.
#[expect(clippy::too_many_arguments, reason = "the page's parts, each borrowed once")]
pub(super) fn draw_page<'a>(
    graph: &mut Graph<'a>,
    index: usize,
    page: &'a Page<'a>,
    scene: &Scene<'a>,
    decisions: &Decisions,
    beneath: &mut Beneath,
    drawn: &Drawn,
    tagged: bool,
    limits: &Limits,
) -> Result<(), Refusal> {
    let sheet = decisions.visible;
    let image = picture_of(page, &RenderCache::new(), &sheet, decisions, limits);
    let image = graph.add(image);

    // The words beneath it say what it shows.
    let mut content = b"/Artifact BMC ".to_vec();
    content.extend(placed("RdPage", &sheet));
    content.extend(b"EMC\n");
    let stays = |i: usize| {
        let gone = decisions.gone.get(i).copied().unwrap_or(true);
        !gone
            && scene.glyphs.get(i).is_some_and(|glyph| {
                let p = glyph.origin();
                let within =
                    sheet.x0 <= p.x && p.x <= sheet.x1 && sheet.y0 <= p.y && p.y <= sheet.y1;
                within && !glyph.elsewhere && !glyph.hidden
            })
    };
    let numbers = if tagged { structure::numbers(scene) } else { vec![None; scene.glyphs.len()] };
    let mut fonts = Vec::new();
    for number in numbers.iter().copied().collect::<BTreeSet<_>>() {
        let mut words = Vec::new();
        let of_it = |i: usize| numbers.get(i).copied().flatten() == number && stays(i);
        fonts.extend(beneath.write(graph, scene, &of_it, &mut words));
        match number {
            Some(number) if !words.is_empty() => {
                content.extend(format!("/Span <</MCID {number}>> BDC\n").into_bytes());
                content.extend(words);
                content.extend(b"EMC\n");
            }
            _ => content.extend(words),
        }
    }
    content.extend_from_slice(&drawn.content);
    let content = graph.add(compressed(Dictionary::new(), &content));

    let mut resources = Dictionary::new();
    let fonts = fonts.into_iter().map(|(name, font)| (Category::Font, name, font));
    for category in Category::ALL {
        let mut named = Dictionary::new();
        for (_, name, object) in
            drawn.named.iter().cloned().chain(fonts.clone()).filter(|n| n.0 == category)
        {
            named.set(name, object);
        }
        if category == Category::XObject {
            named.set("RdPage", Object::Reference(image));
        }
        if !named.is_empty() {
            resources.set(category.key(), named);
        }
    }
    let Some(id) = graph.pages.get(index).copied() else { return Ok(()) };
    if let Some(dict) = graph.dictionary_mut(id) {
        dict.set("Contents", Object::Reference(content));
        dict.set("Resources", resources);
        dict.remove(b"Group");
        if !tagged {
            dict.remove(b"StructParents");
        }
    }
    let pictured: Vec<_> = graph
        .annotations
        .get(index)
        .into_iter()
        .flatten()
        .map(|(_, id)| *id)
        .filter(|id| graph.dictionary(*id).is_some_and(|d| !is_link(d)))
        .collect();
    graph.drop_annotations(index, &pictured);
    Ok(())
}

/// A picture of one area of the page.
fn picture_of<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    area: &Rect,
    decisions: &Decisions,
    limits: &Limits,
) -> lopdf::Stream {
    let (width, height) = (area.width().max(0.01), area.height().max(0.01));
    let scale = (limits.redraw_dpi / 72.0)
        .min(LONGEST / width.max(height))
        .min((limits.pixels as f64 / (width * height)).sqrt());
    let pixels = |points: f64| (points * scale).round().clamp(1.0, LONGEST) as u16;
    let size = (pixels(width), pixels(height));
    let (sx, sy) = (f64::from(size.0) / width, f64::from(size.1) / height);
    let to_picture = Matrix([sx, 0.0, 0.0, -sy, -area.x0 * sx, area.y1 * sy]);
    let picture = picture::draw(page, cache, size, &to_picture);
    let to_unit =
        Matrix([1.0 / width, 0.0, 0.0, 1.0 / height, -area.x0 / width, -area.y0 / height]);
    let marked: Vec<_> = decisions.region.areas.iter().map(|a| a.moved(&to_unit)).collect();
    raster(&picture.rgba, usize::from(size.0), usize::from(size.1), &marked)
}

fn placed(name: &str, area: &Rect) -> Vec<u8> {
    let place = [area.width(), 0.0, 0.0, area.height(), area.x0, area.y0].map(number).join(" ");
    format!("q {place} cm /{name} Do Q\n").into_bytes()
}

fn is_link(dict: &Dictionary) -> bool {
    matches!(dict.get(b"Subtype"), Ok(Object::Name(n)) if n == b"Link")
}
