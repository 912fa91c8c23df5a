//! What most readers understand and the drawing engine does not, said anew before anyone reads.
//!
//! A standard font may not say its widths, and a text hold control characters, which it has no
//! glyphs for: most readers give these the room of a space; the engine gives them none, and would
//! look for all that follows in another place. And where a map to Unicode is not written as it
//! should be, the engine reads none of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hayro_font::hayro_cmap::CMap;
use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

use super::budget::Budget;
use super::contents;
use super::fonts::Fonts;
use super::open_shared;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// So many pages tell what a document needs: whoever turns one page of thousands waits for this.
const MOST_PAGES: usize = 100;

/// Objects of the source as they should be written.
type Objects = BTreeMap<ObjectIdentifier, Vec<u8>>;

/// The source, with such fonts and maps written anew where one of its first pages uses them: as
/// one more revision of it, so that nothing else of it changes. Reading, removal and proof all
/// begin with this, so that they look in the same places.
pub(crate) fn mended(
    source: &Arc<Vec<u8>>,
    password: &str,
    limits: &Limits,
) -> Result<Arc<Vec<u8>>, Refusal> {
    let pdf = open_shared(source, password)?;
    let budget = Budget::new(limits);
    let mut silent: BTreeMap<ObjectIdentifier, Dict<'_>> = BTreeMap::new();
    let (mut maps, mut seen) = (Objects::new(), BTreeSet::new());
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let fonts = silent_fonts(page);
        budget.new_page();
        let new = fonts.iter().any(|(id, _)| !silent.contains_key(id));
        // What passes a limit is refused by whoever reads the page.
        if new && has_controls(page, &budget).unwrap_or(false) {
            silent.extend(fonts);
        }
        broken_maps(page, &budget, &mut seen, &mut maps);
    }
    let mut objects = maps;
    objects.extend(silent.iter().filter_map(|(id, font)| Some((*id, with_widths(font)?))));
    if objects.is_empty() {
        return Ok(Arc::clone(source));
    }
    let more = revision(source, &pdf, &objects).map(Arc::new);
    let holds = |more: &Arc<Vec<u8>>| {
        open_shared(more, password).is_ok_and(|new| {
            let said = |id: &ObjectIdentifier| {
                new.xref().get::<Dict<'_>>(*id).is_some_and(|font| font.contains_key("Widths"))
            };
            new.pages().len() == pdf.pages().len() && silent.keys().all(said)
        })
    };
    Ok(more.filter(holds).unwrap_or_else(|| Arc::clone(source)))
}

/// Simple fonts of the page that every reader has and that say no widths.
fn silent_fonts<'a>(page: &Page<'a>) -> Vec<(ObjectIdentifier, Dict<'a>)> {
    let fonts = &page.resources().fonts;
    let each = fonts.keys().filter_map(|key| {
        let id = ObjectIdentifier::from(fonts.get_ref(key.as_ref())?);
        Some((id, fonts.get::<Dict<'a>>(key.as_ref())?))
    });
    each.filter(|(_, font)| {
        let kind = font.get::<Name<'_>>("Subtype");
        let simple = kind.is_some_and(|kind| matches!(kind.as_str(), "Type1" | "TrueType"));
        simple && !font.contains_key("Widths") && !font.contains_key("FontDescriptor")
    })
    .collect()
}

/// Whether a text of the page's own holds a control character.
fn has_controls(page: &Page<'_>, budget: &Budget) -> Result<bool, Refusal> {
    let data = contents::decoded(page, budget)?;
    budget.new_stream(&data)?;
    let mut operators = UntypedIter::new(&data);
    while let Some(step) = operators.next() {
        budget.operator()?;
        let found = match step.operator.as_ref() {
            b"Tj" | b"'" | b"\"" => step.operands().any(|o| is_controlled(o)),
            b"TJ" => step.operands().any(|o| match o {
                Object::Array(parts) => parts_hold_controls(parts),
                _ => false,
            }),
            _ => false,
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn parts_hold_controls(parts: &Array<'_>) -> bool {
    parts.iter::<Object<'_>>().any(|part| is_controlled(&part))
}

fn is_controlled(text: &Object<'_>) -> bool {
    matches!(text, Object::String(text) if text.as_bytes().iter().any(|b| *b < 0x20))
}

/// What most readers give a code without a glyph: the width their own font has for none.
fn room(font: &Dict<'_>) -> f64 {
    let name = font.get::<Name<'_>>("BaseFont");
    match name.as_ref().map_or("", |name| name.as_str()) {
        name if name.starts_with("Courier") => 600.0,
        name if name.starts_with("Times") || name.starts_with("Symbol") => 250.0,
        _ => 278.0,
    }
}

/// The font with the widths that its codes have, as an object.
fn with_widths(font: &Dict<'_>) -> Option<Vec<u8>> {
    let face = Fonts::new().load(font)?;
    let none = room(font);
    let widths = (0..=255u32).map(|code| {
        let known = face.known(code);
        let blank = known.advance == 0.0 && known.ink.is_none();
        if blank { none } else { known.advance }
    });
    let widths: Vec<String> = widths.map(|width| width.to_string()).collect();
    let mut out = font.data().trim_ascii_end().strip_suffix(b">>")?.to_vec();
    let widths = widths.join(" ");
    out.extend(format!("/FirstChar 0 /LastChar 255 /Widths [{widths}]>>").into_bytes());
    Some(out)
}

/// Maps to Unicode of the page's fonts that the engine cannot read, as they should be written.
fn broken_maps(
    page: &Page<'_>,
    budget: &Budget,
    seen: &mut BTreeSet<ObjectIdentifier>,
    maps: &mut Objects,
) {
    let fonts = &page.resources().fonts;
    for font in fonts.keys().filter_map(|key| fonts.get::<Dict<'_>>(key.as_ref())) {
        let Some(id) = font.get_ref("ToUnicode").map(ObjectIdentifier::from) else { continue };
        if !seen.insert(id) {
            continue;
        }
        let Some(map) = font.get::<Stream<'_>>("ToUnicode") else { continue };
        let Ok(Some(data)) = budget.decode(&map) else { continue };
        let based = data.windows(7).any(|w| w == b"usecmap");
        if !based
            && CMap::parse(&data, |_| None).is_none()
            && let Some(map) = rewritten(&data)
        {
            let head = format!("<< /Length {} >>\nstream\n", map.len()).into_bytes();
            maps.insert(id, [head.as_slice(), map.as_slice(), b"\nendstream"].concat());
        }
    }
}

/// The codes of a map and what they mean, within the words that every reader expects around
/// them (ISO 32000-2, 9.10.3).
fn rewritten(map: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        .to_vec();
    let find = |from: usize, word: &[u8]| {
        let rest = map.get(from..)?;
        rest.windows(word.len()).position(|w| w == word).map(|at| from + at)
    };
    let mut any = false;
    for kind in ["codespacerange", "bfchar", "bfrange"] {
        let (begin, end) = (format!("begin{kind}"), format!("end{kind}"));
        let mut at = 0;
        while let Some(from) = find(at, begin.as_bytes()) {
            let from = from + begin.len();
            let to = find(from, end.as_bytes())?;
            let entries = map.get(from..to)?;
            let count = entries.iter().filter(|b| **b == b'<').count();
            out.extend(format!("{} {begin}\n", count.max(1)).into_bytes());
            out.extend_from_slice(entries.trim_ascii());
            out.extend(format!("\n{end}\n").into_bytes());
            any |= kind != "codespacerange";
            at = to;
        }
    }
    out.extend(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    (any && CMap::parse(&out, |_| None).is_some()).then_some(out)
}

/// The source and one more revision of it (ISO 32000-2, 7.5.6), with these objects.
fn revision(source: &[u8], pdf: &Pdf, objects: &Objects) -> Option<Vec<u8>> {
    // What stands in an encrypted file cannot be written anew without its key.
    if source.windows(8).any(|w| w == b"/Encrypt") {
        return None;
    }
    let last = source.windows(9).rposition(|w| w == b"startxref")?;
    let number = source.get(last + 9..)?.trim_ascii_start();
    let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
    let before: usize = std::str::from_utf8(number.get(..digits)?).ok()?.parse().ok()?;

    let mut out = source.to_vec();
    out.push(b'\n');
    let mut table = Vec::new();
    for (id, object) in objects {
        let (number, generation) = (id.obj_number, id.gen_number);
        table.extend(format!("{number} 1\n{:010} {generation:05} n \n", out.len()).into_bytes());
        out.extend(format!("{number} {generation} obj\n").into_bytes());
        out.extend_from_slice(object);
        out.extend(b"\nendobj\n");
    }
    let (place, root) = (out.len(), pdf.xref().root_id());
    out.extend(b"xref\n");
    out.extend(table);
    let size = pdf.objects().into_iter().count() + objects.len() + 1;
    let most = objects.keys().map(|id| id.obj_number as usize + 1).max().unwrap_or(0);
    out.extend(
        format!(
            "trailer\n<< /Size {} /Root {} {} R /Prev {before} >>\nstartxref\n{place}\n%%EOF\n",
            size.max(most),
            root.obj_number,
            root.gen_number
        )
        .into_bytes(),
    );
    Some(out)
}
