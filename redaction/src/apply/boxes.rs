//! The boxes that stand where something was.

use lopdf::{Object, dictionary};

use super::decide::{Box, Decisions};
use super::edit::Drawn;
use super::{Account, markup};
use crate::content::{number, string};
use crate::graph::Graph;
use crate::region::Region;
use crate::scene::{Category, Scene};

const FONT_NAME: &[u8] = b"RdLabel";
/// A label smaller than this cannot be read, and is left to the alternate text.
const SMALLEST_LABEL: f64 = 4.0;
/// Mean width of Helvetica's letters, for fitting a label, as a share of its size.
const LETTER_WIDTH: f64 = 0.56;

/// Black boxes with their labels in white, in the page's user space; numbered from `tagged` on
/// where the page belongs to a structure tree, which then holds what they say.
pub(super) fn draw(boxes: &[Box], tagged: Option<i64>) -> Drawn {
    let mut content = Vec::new();
    let mut labelled = false;
    for (n, one) in boxes.iter().enumerate() {
        let said = if one.label.is_empty() { "redacted" } else { &one.label };
        if let Some(first) = tagged {
            content.extend(format!("/Span <</MCID {}", first + n as i64).into_bytes());
        } else {
            content.extend(b"/Span <</Alt ");
            content.extend(string(&latin(said)));
        }
        content.extend(b">> BDC q 0 g ");
        for (i, p) in one.quad.0.iter().enumerate() {
            let operator = if i == 0 { "m" } else { "l" };
            content.extend(format!("{} {} {operator} ", number(p.x), number(p.y)).into_bytes());
        }
        content.extend(b"h f ");
        labelled |= label(one, &mut content);
        content.extend(b"Q EMC\n");
    }
    let font = dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    };
    let mut named = Vec::new();
    if labelled {
        named.push((Category::Font, FONT_NAME.to_vec(), Object::Dictionary(font)));
    }
    Drawn { content, named }
}

/// The label in white within the box, along its first side, if it fits.
fn label(one: &Box, content: &mut Vec<u8>) -> bool {
    let [a, b, _, d] = one.quad.0;
    let (width, height) = ((b.x - a.x).hypot(b.y - a.y), (d.x - a.x).hypot(d.y - a.y));
    let letters = one.label.chars().count() as f64;
    let size = (height * 0.7).min(width * 0.94 / (letters * LETTER_WIDTH)).min(10.0);
    if one.label.is_empty() || !size.is_finite() || size < SMALLEST_LABEL {
        return false;
    }
    let (ux, uy) = ((b.x - a.x) / width, (b.y - a.y) / width);
    let (vx, vy) = ((d.x - a.x) / height, (d.y - a.y) / height);
    let (right, up) = ((width - letters * LETTER_WIDTH * size) / 2.0, (height - size * 0.7) / 2.0);
    let (x, y) = (a.x + ux * right + vx * up, a.y + uy * right + vy * up);
    let matrix = [ux, uy, vx, vy, x, y].map(number).join(" ");
    content.extend(format!("1 g BT /RdLabel {} Tf {matrix} Tm ", number(size)).into_bytes());
    content.extend(string(&latin(&one.label)));
    content.extend(b" Tj ET ");
    true
}

/// In the encoding of the label's font, which agrees with Latin-1 for letters.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}

/// Annotations under a mark lose what they would say or do, and go where nothing of them is
/// left or where nothing shows what they are.
pub(super) fn annotations(
    graph: &mut Graph<'_>,
    index: usize,
    scene: &Scene<'_>,
    decisions: &Decisions,
    account: &mut Account,
) {
    if decisions.region.is_empty() {
        return;
    }
    let list: Vec<_> = graph
        .annotations
        .get(index)
        .map(|l| l.iter().map(|(_, id)| *id).collect())
        .unwrap_or_default();
    let mut gone = Vec::new();
    for (number, id) in list.iter().enumerate() {
        let share = graph.dictionary(*id).and_then(|d| share(graph, d, &decisions.region));
        let Some(share) = share else {
            continue;
        };
        let drawn = scene.appearances.iter().any(|(of, _, _)| *of == number);
        if share <= 0.0 {
            continue;
        }
        account
            .report
            .marks
            .iter_mut()
            .filter(|m| m.page == index)
            .for_each(|m| m.annotations += 1);
        let nothing_left = !drawn
            && graph
                .dictionary_mut(*id)
                .is_some_and(|dict| markup::nothing_beside(dict, &decisions.region));
        let telling = graph.dictionary(*id).is_some_and(tells_something);
        if (!drawn && telling) || nothing_left || share > 0.95 {
            gone.push(*id);
        } else if let Some(dict) = graph.dictionary_mut(*id) {
            for key in ["V", "DV", "Opt", "TU", "Contents", "A", "Dest"] {
                dict.remove(key.as_bytes());
            }
        }
    }
    graph.drop_annotations(index, &gone);
}

/// Whether an annotation without a picture is drawn from what it says: a highlight or a frame
/// is not, it only lies over the words.
fn tells_something(dict: &lopdf::Dictionary) -> bool {
    let kind = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    !matches!(
        kind,
        b"Highlight"
            | b"Underline"
            | b"StrikeOut"
            | b"Squiggly"
            | b"Square"
            | b"Circle"
            | b"Line"
            | b"Link"
    )
}

/// How much of an annotation's rectangle, or of the text it covers, is marked.
fn share(graph: &Graph<'_>, dict: &lopdf::Dictionary, region: &Region) -> Option<f64> {
    let list = graph.resolve(dict.get(b"Rect").ok()?).as_array().ok()?;
    let numbers = list.iter().filter_map(|o| graph.resolve(o).as_float().ok());
    let n: Vec<f64> = numbers.map(f64::from).collect();
    let &[x0, y0, x1, y1] = n.as_slice() else { return None };
    let rect = crate::geometry::Rect::new(x0, y0, x1, y1);
    Some(region.share(&rect.into()))
}
