//! Words that lie beneath a picture: text without colour, each letter where it stood, in fonts
//! that draw nothing. Any character can be laid there, whatever font it came from.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use crate::content::number;
use crate::geometry::Point;
use crate::graph::{Graph, compressed};
use crate::locate::lines;
use crate::read::fonts::guess;
use crate::scene::{Glyph, Scene};

/// Codes of one font, and a little less than there can be.
const MOST_CODES: usize = 60_000;
/// Letters this far off the baseline of the first, in ems, begin a line of their own.
const LEVEL: f64 = 0.01;

/// Ascent and descent of a font, in thousandths: as those of the font the letters came from, so
/// that what is selected looks as it did.
type Heights = (i32, i32);

/// The fonts in the making, for all pages.
#[derive(Default)]
pub(super) struct Beneath {
    fonts: BTreeMap<Heights, Letters>,
}

struct Letters {
    id: ObjectId,
    /// What a code means and how wide it is, in thousandths.
    codes: BTreeMap<(String, i32), u16>,
}

/// Which fonts a page needs, by name.
pub(super) type Named = Vec<(Vec<u8>, Object)>;

impl Beneath {
    /// Writes the glyphs that `stays` names where they stand; gives the fonts used.
    pub(super) fn write(
        &mut self,
        graph: &mut Graph<'_>,
        scene: &Scene<'_>,
        stays: &dyn Fn(usize) -> bool,
        out: &mut Vec<u8>,
    ) -> Named {
        let mut named: BTreeMap<ObjectId, ()> = BTreeMap::new();
        let mut text = Vec::new();
        for line in lines(scene) {
            let mut open: Option<Pen> = None;
            for glyph in line.into_iter().filter(|i| stays(*i)) {
                let Some(glyph) = scene.glyphs.get(glyph) else { continue };
                let Some(placed) = Placed::of(glyph) else { continue };
                let heights = (glyph.face.ascent.round() as i32, glyph.face.descent.round() as i32);
                let Some((font, code)) = self.code(graph, heights, &placed) else { continue };
                named.insert(font, ());
                if !open.as_ref().is_some_and(|pen| pen.reaches(font, &placed)) {
                    close(&mut open, &mut text);
                    open = Some(Pen::new(font, &placed, &mut text));
                }
                if let Some(pen) = &mut open {
                    pen.show(code, &placed, &mut text);
                }
            }
            close(&mut open, &mut text);
        }
        if !text.is_empty() {
            out.extend(b"BT 3 Tr\n");
            out.extend(text);
            out.extend(b"ET 0 Tr\n");
        }
        named.into_keys().map(|id| (font_name(id), Object::Reference(id))).collect()
    }

    fn code(
        &mut self,
        graph: &mut Graph<'_>,
        heights: Heights,
        placed: &Placed,
    ) -> Option<(ObjectId, u16)> {
        let letters = self
            .fonts
            .entry(heights)
            .or_insert_with(|| Letters { id: graph.add(Object::Null), codes: BTreeMap::new() });
        let next = letters.codes.len() + 1;
        let key = (placed.text.clone(), placed.width);
        if next > MOST_CODES && !letters.codes.contains_key(&key) {
            return None;
        }
        Some((letters.id, *letters.codes.entry(key).or_insert(next as u16)))
    }

    /// Puts the fonts into the file.
    pub(super) fn finish(self, graph: &mut Graph<'_>) {
        if self.fonts.is_empty() {
            return;
        }
        let program = graph.add(compressed(Dictionary::new(), &empty_font()));
        for (heights, letters) in self.fonts {
            letters.finish(graph, heights, program);
        }
    }
}

impl Letters {
    fn finish(self, graph: &mut Graph<'_>, (ascent, descent): Heights, program: ObjectId) {
        let mut by_code: Vec<(u16, String, i32)> =
            self.codes.into_iter().map(|((text, width), code)| (code, text, width)).collect();
        by_code.sort_unstable();
        let map = graph.add(compressed(Dictionary::new(), &to_unicode(&by_code)));
        // Every code is drawn by the one glyph there is, which is empty.
        let glyphs = vec![0u8; (by_code.len() + 1) * 2];
        let glyphs = graph.add(compressed(Dictionary::new(), &glyphs));
        let widths: Vec<Object> = by_code.iter().map(|(_, _, w)| i64::from(*w).into()).collect();
        let descriptor = graph.add(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => "Glyphless",
            "Flags" => 4,
            "FontBBox" => vec![0.into(), descent.into(), 1000.into(), ascent.into()],
            "ItalicAngle" => 0,
            "Ascent" => ascent,
            "Descent" => descent,
            "CapHeight" => 700,
            "StemV" => 80,
            "FontFile2" => Object::Reference(program),
        });
        let below = graph.add(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => "Glyphless",
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "DW" => 500,
            "W" => vec![1.into(), widths.into()],
            "CIDToGIDMap" => Object::Reference(glyphs),
            "FontDescriptor" => Object::Reference(descriptor),
        });
        graph.doc.objects.insert(
            self.id,
            dictionary! {
                "Type" => "Font",
                "Subtype" => "Type0",
                "BaseFont" => "Glyphless",
                "Encoding" => "Identity-H",
                "DescendantFonts" => vec![Object::Reference(below)],
                "ToUnicode" => Object::Reference(map),
            }
            .into(),
        );
    }
}

fn font_name(id: ObjectId) -> Vec<u8> {
    format!("RdText{}", id.0).into_bytes()
}

/// A glyph as it is laid beneath: what it means, where it begins and how far it reaches.
struct Placed {
    text: String,
    at: Point,
    along: Point,
    em: f64,
    /// In thousandths of the font size.
    width: i32,
}

impl Placed {
    fn of(glyph: &Glyph<'_>) -> Option<Self> {
        let (at, end, em) = (glyph.origin(), glyph.end(), glyph.em());
        let length = (end.x - at.x).hypot(end.y - at.y);
        let usable = em > 1e-3 && em.is_finite() && length.is_finite() && at.x.is_finite();
        if !usable || !at.y.is_finite() {
            return None;
        }
        let along = if length > 1e-6 {
            Point { x: (end.x - at.x) / length, y: (end.y - at.y) / length }
        } else {
            let [a, b, _, _, _, _] = glyph.to_page.0;
            let n = a.hypot(b);
            if n < 1e-12 {
                return None;
            }
            Point { x: a / n, y: b / n }
        };
        let known = &*glyph.text.text;
        let text = match known {
            "" if glyph.is_space() => return None,
            // It is seen, and nothing says what it means.
            "" => &guess(glyph.code).unwrap_or('\u{FFFD}').to_string(),
            known => known,
        };
        let width = (length / em * 1000.0).round().clamp(0.0, 20_000.0) as i32;
        Some(Self { text: text.to_owned(), at, along, em, width })
    }
}

/// A line of text that is being written.
struct Pen {
    font: ObjectId,
    from: Point,
    along: Point,
    em: f64,
    /// From the begin of the line, in points.
    at: f64,
}

impl Pen {
    fn new(font: ObjectId, first: &Placed, out: &mut Vec<u8>) -> Self {
        let (u, p) = (first.along, first.at);
        let matrix = [u.x, u.y, -u.y, u.x, p.x, p.y].map(number).join(" ");
        out.push(b'/');
        out.extend(font_name(font));
        out.extend(format!(" {} Tf {matrix} Tm [<", number(first.em)).into_bytes());
        // What was written is what counts, to the last digit.
        let em = number(first.em).parse().unwrap_or(first.em);
        Self { font, from: p, along: u, em, at: 0.0 }
    }

    /// Whether a glyph can be reached along the line.
    fn reaches(&self, font: ObjectId, next: &Placed) -> bool {
        let (dx, dy) = (next.at.x - self.from.x, next.at.y - self.from.y);
        let aside = dy * self.along.x - dx * self.along.y;
        self.font == font
            && (next.em - self.em).abs() < 1e-3 * self.em
            && next.along.x * self.along.x + next.along.y * self.along.y > 0.999_999
            && aside.abs() < LEVEL * self.em
    }

    fn show(&mut self, code: u16, next: &Placed, out: &mut Vec<u8>) {
        let (dx, dy) = (next.at.x - self.from.x, next.at.y - self.from.y);
        let to = dx * self.along.x + dy * self.along.y;
        let by = ((self.at - to) / self.em * 1000.0).round();
        if by.abs() >= 1.0 && by.is_finite() {
            out.extend(format!("> {by:.0} <").into_bytes());
            self.at -= by / 1000.0 * self.em;
        }
        out.extend(format!("{code:04X}").into_bytes());
        self.at += f64::from(next.width) / 1000.0 * self.em;
    }
}

fn close(pen: &mut Option<Pen>, out: &mut Vec<u8>) {
    if pen.take().is_some() {
        out.extend(b">] TJ\n");
    }
}

fn to_unicode(codes: &[(u16, String, i32)]) -> Vec<u8> {
    const MOST_IN_A_BLOCK: usize = 100;
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for block in codes.chunks(MOST_IN_A_BLOCK) {
        out.push_str(&format!("{} beginbfchar\n", block.len()));
        for (code, text, _) in block {
            let units: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
            out.push_str(&format!("<{code:04X}> <{units}>\n"));
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out.into_bytes()
}

/// The smallest TrueType font that readers take: one glyph, and nothing in it (OpenType 1.9,
/// chapters `head`, `hhea`, `hmtx`, `maxp`, `loca`, `glyf`, `cmap`, `post`).
fn empty_font() -> Vec<u8> {
    let words = |list: &[u16]| list.iter().flat_map(|w| w.to_be_bytes()).collect::<Vec<u8>>();
    let head = words(&[
        1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0,
        0,
    ]);
    let descent = (-200i16).cast_unsigned();
    let hhea = words(&[1, 0, 800, descent, 0, 500, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    let maxp = words(&[1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let cmap = words(&[0, 1, 1, 0, 0, 12, 6, 12, 0, 0, 1, 0]);
    let post = words(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let tables: [(&[u8; 4], Vec<u8>); 8] = [
        (b"cmap", cmap),
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[500, 0])),
        (b"loca", words(&[0, 0])),
        (b"maxp", maxp),
        (b"post", post),
    ];
    let mut out = words(&[1, 0, tables.len() as u16, 128, 3, 0]);
    let mut at = out.len() + tables.len() * 16;
    let mut data = Vec::new();
    for (tag, table) in tables {
        let sum = table
            .chunks(4)
            .map(|c| c.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)))
            .fold(0u32, u32::wrapping_add);
        out.extend(tag);
        for n in [sum, at as u32, table.len() as u32] {
            out.extend(n.to_be_bytes());
        }
        at += table.len();
        data.extend(table);
    }
    out.extend(data);
    out
}
