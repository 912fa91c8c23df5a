//! The line on every page that says which page it is: small, at its edge, upright as the page is
//! shown, and an artifact, so that a screen reader does not stumble over it on every page.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, dictionary};

use super::super::fonts::{self, Face, stretches};
use super::super::subset::subset;
use super::content::Content;

/// Where on its page a stamp stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StampPlace {
    /// Nowhere; the pages are bound unmarked.
    Nowhere,
    /// In the middle, at the head.
    Head,
    /// In the middle, at the foot.
    #[default]
    Foot,
}

/// The name of its face among a page's resources.
pub(super) const FACE: &str = "CandourStamp";

/// A page as it is shown: its box in its own space, turned clockwise, and how many points its unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shown {
    pub frame: [f32; 4],
    pub turned: i64,
    pub unit: f32,
}

impl Shown {
    pub(super) fn size(&self) -> (f32, f32) {
        let [left, bottom, right, top] = self.frame;
        if self.turned % 180 == 0 {
            (right - left, top - bottom)
        } else {
            (top - bottom, right - left)
        }
    }

    /// The place of a point of the page's own space, from the lower left corner of the page as shown.
    pub(super) fn seen(&self, x: f32, y: f32) -> (f32, f32) {
        let [left, bottom, right, top] = self.frame;
        match self.turned {
            90 => (y - bottom, right - x),
            180 => (right - x, top - y),
            270 => (top - y, x - left),
            _ => (x - left, y - bottom),
        }
    }

    /// From the lower left corner of the page as shown to the page's own space.
    fn matrix(&self, across: f32, up: f32) -> [f32; 6] {
        let [left, bottom, right, top] = self.frame;
        match self.turned {
            90 => [0.0, 1.0, -1.0, 0.0, right - up, bottom + across],
            180 => [-1.0, 0.0, 0.0, -1.0, right - across, top - up],
            270 => [0.0, -1.0, 1.0, 0.0, left + up, top - across],
            _ => [1.0, 0.0, 0.0, 1.0, left + across, bottom + up],
        }
    }
}

/// The letters a volume's stamps use.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    used: BTreeSet<(u16, char)>,
}

impl Stamps {
    /// The drawing of a stamp, to stand after the content of its page: in the margin asked for, where
    /// something stands there in another part of it, and at worst in the other.
    pub(super) fn draw(
        &mut self,
        text: &str,
        page: &Shown,
        place: StampPlace,
        content: &Content,
    ) -> String {
        let stretches = stretches(text, Face::Regular);
        // A letter that only the symbols have is not worth a second face on every page.
        let stretches: Vec<_> = stretches.iter().filter(|s| s.face == Face::Regular).collect();
        let advance: u32 = stretches.iter().map(|stretch| stretch.advance).sum();
        let (wide, high) = page.size();
        // Eight points on A4; on a plan it is to be as legible, on a till receipt it is to fit.
        let scale = (wide.min(high) * page.unit / 595.0).clamp(0.75, 4.0) / page.unit;
        let fit = wide * 0.94 * 1000.0 / advance.max(1) as f32;
        let size = (8.0 * scale).min(fit);
        let width = advance as f32 * size / 1000.0;
        let edge = 18.0 * scale;
        let foot = edge.min(high * 0.03);
        let head = high - (edge + size * 0.7).min(high * 0.05);
        let [first, second] = match place {
            StampPlace::Nowhere => return String::new(),
            StampPlace::Foot => [foot, head],
            StampPlace::Head => [head, foot],
        };
        let side = (wide * 0.06).min((wide - width) / 2.0);
        let across = [(wide - width) / 2.0, wide - side - width, side];
        let slots = [first, second].into_iter().flat_map(|up| across.map(|across| (across, up)));
        let is_clear = |(across, up): &(f32, f32)| {
            let own = [across - size, up - size * 0.5, across + width + size, up + size];
            !content.taken.iter().any(|other| {
                own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3]
            })
        };
        let clear = slots.into_iter().find(is_clear);
        let (across, up) = clear.unwrap_or((across[0], first));
        let matrix = page.matrix(across, up).map(number).join(" ");
        let mut codes = String::new();
        for c in stretches.iter().flat_map(|stretch| stretch.text.chars()) {
            if let Some(glyph) = Face::Regular.glyph(c) {
                self.used.insert((glyph, c));
                codes.push_str(&format!("{glyph:04X}"));
            }
        }
        let kind = if up > high / 2.0 { "Header" } else { "Footer" };
        // On a scan, or over words, a white outline keeps it legible without a box that would cover
        // something.
        let outline = match clear {
            Some(_) if !content.filled => String::new(),
            _ => format!(
                "1 G 1 j {} w\n1 Tr\n<{codes}> Tj\n{matrix} Tm\n0 Tr\n",
                number(size * 0.25)
            ),
        };
        format!(
            "/Artifact <</Type /Pagination /Subtype /{kind}>> BDC\nq\nBT\n/{FACE} {} Tf\n0 g\n\
             {matrix} Tm\n{outline}<{codes}> Tj\nET\nQ\nEMC\n",
            number(size)
        )
    }

    /// The face with the letters used.
    pub(super) fn write_face(self, pdf: &mut Pdf) -> Object {
        let glyphs: BTreeSet<u16> = self.used.iter().map(|(glyph, _)| *glyph).collect();
        let parsed = Face::Regular.parsed();
        let (name, program) = match subset(Face::Regular.bytes(), &glyphs) {
            Some(program) => (fonts::subset_name(Face::Regular, &glyphs), program),
            None => (Face::Regular.name().to_owned(), Face::Regular.bytes().to_vec()),
        };
        let per_mille =
            |units: i32| Object::Integer(i64::from(units) * 1000 / i64::from(parsed.units_per_em));
        let metrics = &parsed.pdf_font_metrics;
        let frame = [metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max];
        let length = program.len() as i64;
        let file = pdf.add_object(Stream::new(dictionary! { "Length1" => length }, program));
        let descriptor = pdf.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => Object::Name(name.clone().into()),
            "Flags" => 32,
            "FontBBox" => frame.map(|n| per_mille(n.into())).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => per_mille(parsed.font_metrics.ascent.into()),
            "Descent" => per_mille(parsed.font_metrics.descent.into()),
            "CapHeight" => 729,
            "StemV" => 88,
            "FontFile2" => file,
        });
        let widths = glyphs.iter().flat_map(|glyph| {
            let width = parsed.get_glyph_width(*glyph).unwrap_or(0);
            [i64::from(*glyph).into(), vec![per_mille(width.into())].into()]
        });
        let descendant: Dictionary = dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => Object::Name(name.clone().into()),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "CIDToGIDMap" => "Identity",
            "W" => widths.collect::<Vec<Object>>(),
        };
        let descendant: ObjectId = pdf.add_object(descendant);
        let unicode = pdf.add_object(Stream::new(dictionary! {}, self.to_unicode().into_bytes()));
        Object::Dictionary(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => Object::Name(name.into()),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => unicode,
        })
    }

    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let used: Vec<_> = self.used.iter().collect();
        for part in used.chunks(100) {
            map.push_str(&format!("{} beginbfchar\n", part.len()));
            for (glyph, c) in part {
                map.push_str(&format!("<{glyph:04X}> <{:04X}>\n", u32::from(*c)));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

fn number(value: f32) -> String {
    format!("{}", (value * 1000.0).round() / 1000.0)
}
