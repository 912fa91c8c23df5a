//! A page as pixels, for what cannot be taken out of it by itself; its remaining words lie
//! beneath the picture as invisible text.

use hayro::RenderCache;
use hayro_syntax::page::Page;
use lopdf::{Dictionary, Object, dictionary};

use super::decide::Decisions;
use super::edit::Drawn;
use crate::content::{number, string};
use crate::fonts::Fonts;
use crate::geometry::{Matrix, Rect};
use crate::graph::{Graph, compressed};
use crate::images::raster;
use crate::limits::Limits;
use crate::locate::lines;
use crate::read::picture;
use crate::refusal::Refusal;
use crate::scene::{Glyph, Kind, Scene};

/// No side of the picture is longer, in pixels.
const LONGEST: f64 = 8_000.0;
/// Letters this far apart, in ems, belong to different words.
const WORD: f64 = 0.2;

/// Why a page has to be drawn again, if it has.
pub(super) fn reason(scene: &Scene<'_>, decisions: &Decisions) -> Option<&'static str> {
    if decisions.region.is_empty() {
        return None;
    }
    scene.runs.iter().flat_map(|run| &run.things).find_map(|thing| match &thing.kind {
        Kind::Shading { mesh: true, clip } => {
            let met = clip.as_ref().is_none_or(|c| decisions.region.near(c).next().is_some());
            met.then_some("a shading made of many points lies under a mark")
        }
        _ => None,
    })
}

/// Puts a picture of the page, with what `decisions` take blackened in it, in its place.
#[expect(clippy::too_many_arguments, reason = "the page's parts, each borrowed once")]
pub(super) fn redraw<'a>(
    graph: &mut Graph<'a>,
    index: usize,
    page: &'a Page<'a>,
    scene: &Scene<'a>,
    decisions: &Decisions,
    fonts: &Fonts<'a>,
    drawn: &Drawn,
    limits: &Limits,
) -> Result<(), Refusal> {
    let sheet = decisions.visible;
    let (width, height) = (sheet.width().max(1.0), sheet.height().max(1.0));
    let scale = (limits.redraw_dpi / 72.0)
        .min(LONGEST / width.max(height))
        .min((limits.pixels as f64 / (width * height)).sqrt());
    let pixels = |points: f64| (points * scale).round().clamp(1.0, LONGEST) as u16;
    let size = (pixels(width), pixels(height));
    let (sx, sy) = (f64::from(size.0) / width, f64::from(size.1) / height);
    let to_picture = Matrix([sx, 0.0, 0.0, -sy, -sheet.x0 * sx, sheet.y1 * sy]);
    let picture = picture::draw(page, &RenderCache::new(), size, &to_picture);

    let to_unit =
        Matrix([1.0 / width, 0.0, 0.0, 1.0 / height, -sheet.x0 / width, -sheet.y0 / height]);
    let areas: Vec<_> = decisions.region.areas.iter().map(|a| a.moved(&to_unit)).collect();
    let image = raster(&picture.rgba, usize::from(size.0), usize::from(size.1), &areas);
    let image = graph.add(image);

    let mut content = Vec::new();
    words_beneath(scene, decisions, fonts, &sheet, &mut content);
    let place = [width, 0.0, 0.0, height, sheet.x0, sheet.y0].map(number).join(" ");
    content.extend(format!("q {place} cm /RdPage Do Q\n").into_bytes());
    content.extend_from_slice(&drawn.content);
    let content = graph.add(compressed(Dictionary::new(), &content));

    let mut named = Dictionary::new();
    named.set("RdText", helvetica());
    for (name, font) in &drawn.fonts {
        named.set(name.clone(), font.clone());
    }
    let resources = dictionary! {
        "Font" => named,
        "XObject" => dictionary! { "RdPage" => Object::Reference(image) },
    };
    let Some(id) = graph.pages.get(index).copied() else { return Ok(()) };
    if let Some(dict) = graph.dictionary_mut(id) {
        dict.set("Contents", Object::Reference(content));
        dict.set("Resources", resources);
        // What structure and groups referred to is no more.
        for key in ["Group", "StructParents"] {
            dict.remove(key.as_bytes());
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

fn is_link(dict: &Dictionary) -> bool {
    matches!(dict.get(b"Subtype"), Ok(Object::Name(n)) if n == b"Link")
}

fn helvetica() -> Dictionary {
    dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    }
}

/// The words that stay, where they stood, as text without colour.
fn words_beneath(
    scene: &Scene<'_>,
    decisions: &Decisions,
    fonts: &Fonts<'_>,
    sheet: &Rect,
    out: &mut Vec<u8>,
) {
    let Some(helvetica) = fonts.fallback() else { return };
    out.extend(b"BT 3 Tr\n");
    for line in lines(scene) {
        let mut word: Vec<&Glyph<'_>> = Vec::new();
        for i in line {
            let Some(glyph) = scene.glyphs.get(i) else { continue };
            let gone = decisions.gone.get(i).copied().unwrap_or(true);
            if gone || glyph.elsewhere || glyph.hidden || glyph.is_space() {
                flush(&mut word, &helvetica, sheet, out);
                continue;
            }
            let apart = word.last().is_some_and(|last| {
                let (a, b) = (last.end(), glyph.origin());
                (a.x - b.x).hypot(a.y - b.y) > WORD * last.em()
            });
            if apart {
                flush(&mut word, &helvetica, sheet, out);
            }
            word.push(glyph);
        }
        flush(&mut word, &helvetica, sheet, out);
    }
    out.extend(b"ET\n");
}

fn flush(
    word: &mut Vec<&Glyph<'_>>,
    helvetica: &crate::fonts::Face<'_>,
    sheet: &Rect,
    out: &mut Vec<u8>,
) {
    let glyphs = std::mem::take(word);
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return };
    let text: String = glyphs.iter().map(|g| &*g.text.text).collect();
    let Some(bytes) = text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>()
    else {
        return;
    };
    let own: f64 = bytes.iter().map(|b| helvetica.code(u32::from(*b)).advance / 1000.0).sum();
    let (from, to) = (first.origin(), last.end());
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (length, em) = (dx.hypot(dy), first.em());
    let seen = from.x >= sheet.x0 && from.x <= sheet.x1 && from.y >= sheet.y0 && from.y <= sheet.y1;
    if bytes.is_empty() || !seen || !(own > 0.0 && length > 1e-3 && em > 1e-3) {
        return;
    }
    let (ux, uy) = (dx / length, dy / length);
    let stretch = length / (own * em);
    let matrix = [ux * stretch, uy * stretch, -uy, ux, from.x, from.y].map(number).join(" ");
    out.extend(format!("/RdText {} Tf {matrix} Tm ", number(em)).into_bytes());
    out.extend(string(&bytes));
    out.extend(b" Tj\n");
}
