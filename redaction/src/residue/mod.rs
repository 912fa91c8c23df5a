//! What a font still tells about glyphs that nothing shows any more: the entry in its map to
//! Unicode, the width, the name, the outline.

mod cff;
mod cff_names;
mod dictionary;
mod truetype;
mod type1;
mod type1_files;

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier};
use lopdf::{Object, ObjectId};

pub(crate) use truetype::table as sfnt_table;

use crate::fonts::{Face, Fonts};
use crate::graph::{Graph, compressed};

/// The items of an index of a compact font, as spans, and where it ends.
pub(crate) fn cff_index(data: &[u8], at: usize) -> Option<(Vec<(usize, usize)>, usize)> {
    cff::index(data, at)
}

/// The operators of a dictionary of a compact font, each with its last operand.
pub(crate) fn cff_operands(data: &[u8], span: (usize, usize)) -> Option<Vec<(u16, i64)>> {
    let operators = cff::operators(data, span)?;
    Some(operators.iter().filter_map(|(op, all)| Some((*op, all.last()?.value))).collect())
}

/// Which codes of each font were removed somewhere, and which are still shown.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    fonts: BTreeMap<ObjectIdentifier, Codes>,
}

/// Codes and how many bytes they take.
#[derive(Debug, Default, Clone)]
pub(crate) struct Codes {
    removed: BTreeMap<u32, u8>,
    pub(crate) shown: BTreeMap<u32, u8>,
}

impl Usage {
    pub(crate) fn note(&mut self, font: ObjectIdentifier, code: u32, length: u8, gone: bool) {
        let codes = self.fonts.entry(font).or_default();
        let list = if gone { &mut codes.removed } else { &mut codes.shown };
        list.insert(code, length);
    }
}

impl Codes {
    /// What was removed and stays all the same.
    fn keep(&mut self, stays: impl Fn(u32) -> bool) {
        for (code, length) in &self.removed {
            if !self.shown.contains_key(code) && stays(*code) {
                self.shown.insert(*code, *length);
            }
        }
    }

    /// Codes that stood only where something was removed.
    pub(crate) fn orphans(&self) -> BTreeSet<u32> {
        self.removed.keys().filter(|c| !self.shown.contains_key(c)).copied().collect()
    }
}

/// One font program and what of it is to go.
#[derive(Default)]
struct Program {
    /// Numbers of glyphs, as hayro counts them.
    gone: BTreeSet<u32>,
    kept: BTreeSet<u32>,
    /// Whether something that cannot be counted uses it too.
    blocked: bool,
    /// Only fonts that find glyphs by number use it, so that its own tables of names are unused.
    by_number: bool,
}

/// Takes out of every font what only removed text used.
pub(crate) fn clean<'a>(graph: &mut Graph<'a>, pdf: &'a Pdf, usage: &Usage, fonts: &Fonts<'a>) {
    let (uncounted, forms) = (of_drawings(graph), of_forms(graph));
    let typed = typed(graph);
    let mut programs: BTreeMap<ObjectId, Program> = BTreeMap::new();
    let mut counted = BTreeSet::new();
    let mut below: BTreeMap<ObjectId, (BTreeSet<u32>, BTreeSet<u32>)> = BTreeMap::new();
    let mut subsets = Subsets::default();
    for (id, codes) in &usage.fonts {
        let Some(place) = graph.place(*id) else { continue };
        counted.insert(place);
        let source = pdf.xref().get::<Dict<'_>>(*id);
        let face = source.and_then(|dict| fonts.load(&dict, Some(*id)));
        let mut codes = codes.clone();
        if let Some(face) = face.as_ref().filter(|_| forms.contains(&place)) {
            codes.keep(|code| face.code(code).text.chars().any(|c| typed.contains(&c)));
        }
        let codes = &codes;
        let orphans = codes.orphans();
        if let Some(numbered) = dictionary::numbered(graph, place) {
            let (gone, kept) = below.entry(numbered).or_default();
            gone.extend(&orphans);
            kept.extend(codes.shown.keys());
        }
        let file = program_of(graph, place);
        if uncounted.contains(&place) {
            if let Some(file) = file {
                programs.entry(file).or_default().blocked = true;
            }
            continue;
        }
        let Some(face) = face else { continue };
        let Noted { gone, kept, words, told } = note(&face, codes, &orphans);
        if let Some(file) = file {
            let by_number = is_composite(graph, place);
            let program = programs
                .entry(file)
                .or_insert_with(|| Program { by_number: true, ..Program::default() });
            program.by_number &= by_number;
            program.gone.extend(gone);
            program.kept.extend(kept);
        }
        if orphans.is_empty() {
            subsets.others.insert(place, (codes.clone(), words.clone()));
        } else {
            dictionary::clean(graph, place, codes, &orphans, &words, told);
            graph.count("trace in a font", 1);
        }
        let lost = orphans.iter().map(|code| face.code(*code).text.to_string());
        subsets.note(name_of(graph, place), lost, words.into_values());
    }
    for id in fonts_of(graph).filter(|id| !counted.contains(id) && !uncounted.contains(id)) {
        subsets.others.entry(id).or_default();
    }
    for (place, (codes, words)) in std::mem::take(&mut subsets.others) {
        if subsets.tells(&name_of(graph, place)) {
            dictionary::clean(graph, place, &codes, &BTreeSet::new(), &words, true);
            graph.count("trace in a font", 1);
        }
    }
    for (font, (gone, kept)) in below {
        let gone: BTreeSet<u32> = gone.difference(&kept).copied().collect();
        let widths = dictionary::composite_widths(graph, font, &gone);
        if let (false, Some(widths)) = (gone.is_empty(), widths)
            && let Some(font) = graph.dictionary_mut(font)
        {
            font.set("W", widths);
        }
    }
    // Fonts that no page showed may still be needed by something that was not counted.
    let others: Vec<ObjectId> = fonts_of(graph).filter(|id| !counted.contains(id)).collect();
    for id in others {
        if let Some(file) = program_of(graph, id)
            && let Some(program) = programs.get_mut(&file)
        {
            program.blocked = true;
        }
    }
    for (file, program) in programs {
        let gone: BTreeSet<u32> =
            program.gone.difference(&program.kept).copied().filter(|g| *g != 0).collect();
        if !program.blocked && !gone.is_empty() {
            empty_glyphs(graph, file, &gone, program.by_number);
        }
    }
}

/// Parts of one subset may stand in a document more than once, as after joining files: what went
/// from one is told by the others.
#[derive(Default)]
struct Subsets {
    /// By name: what codes that went meant, and what those mean that stay.
    known: BTreeMap<Vec<u8>, (BTreeSet<String>, BTreeSet<String>)>,
    /// Fonts that lost nothing: what they show.
    others: BTreeMap<ObjectId, (Codes, BTreeMap<u32, String>)>,
}

impl Subsets {
    fn note(
        &mut self,
        name: Vec<u8>,
        lost: impl Iterator<Item = String>,
        kept: impl Iterator<Item = String>,
    ) {
        let known = self.known.entry(name).or_default();
        known.0.extend(lost.filter(|text| !text.is_empty()));
        known.1.extend(kept);
    }

    fn tells(&self, name: &[u8]) -> bool {
        // A subset is named with six letters and a plus sign (ISO 32000-2, 9.9.2).
        let subset = name.get(6) == Some(&b'+');
        subset && self.known.get(name).is_some_and(|(lost, kept)| !lost.is_subset(kept))
    }
}

fn name_of(graph: &Graph<'_>, font: ObjectId) -> Vec<u8> {
    let name = graph.dictionary(font).and_then(|dict| dict.get(b"BaseFont").ok());
    name.and_then(|name| name.as_name().ok()).unwrap_or_default().to_vec()
}

/// Glyphs of the codes that went and of those that stay, what the latter mean, and whether the
/// font says what any of the former mean.
struct Noted {
    gone: BTreeSet<u32>,
    kept: BTreeSet<u32>,
    words: BTreeMap<u32, String>,
    told: bool,
}

fn note(face: &Face<'_>, codes: &Codes, orphans: &BTreeSet<u32>) -> Noted {
    Noted {
        gone: orphans.iter().map(|c| face.glyph(*c)).collect(),
        kept: codes.shown.keys().map(|c| face.glyph(*c)).collect(),
        words: codes.shown.keys().map(|c| (*c, face.code(*c).text.to_string())).collect(),
        told: orphans.iter().any(|c| !face.code(*c).text.is_empty()),
    }
}

/// Fonts that Type 3 glyphs draw with: not every use is seen.
fn of_drawings(graph: &Graph<'_>) -> BTreeSet<ObjectId> {
    let drawn = graph.doc.objects.values().filter_map(|object| object.as_dict().ok());
    let drawn = drawn.filter(|d| matches!(d.get(b"Subtype"), Ok(Object::Name(n)) if n == b"Type3"));
    drawn.flat_map(|dict| in_resources(graph, dict.get(b"Resources").ok())).collect()
}

/// Fonts that forms are filled in with.
fn of_forms(graph: &Graph<'_>) -> BTreeSet<ObjectId> {
    let form = graph.doc.catalog().and_then(|catalog| catalog.get(b"AcroForm"));
    match form.map(|o| graph.resolve(o)) {
        Ok(Object::Dictionary(form)) => in_resources(graph, form.get(b"DR").ok()),
        _ => BTreeSet::new(),
    }
}

fn in_resources(graph: &Graph<'_>, resources: Option<&Object>) -> BTreeSet<ObjectId> {
    let resources = resources.and_then(|o| graph.resolve(o).as_dict().ok());
    match resources.and_then(|r| r.get(b"Font").ok()).map(|o| graph.resolve(o)) {
        Some(Object::Dictionary(fonts)) => {
            fonts.iter().filter_map(|(_, o)| o.as_reference().ok()).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Letters of all that fields hold and offer: a reader may draw it with the form's fonts.
fn typed(graph: &Graph<'_>) -> BTreeSet<char> {
    fn add(value: &Object, letters: &mut BTreeSet<char>) {
        match value {
            Object::String(bytes, _) => letters.extend(crate::scene::words(bytes).chars()),
            Object::Array(list) => list.iter().for_each(|item| add(item, letters)),
            _ => {}
        }
    }
    let mut letters = BTreeSet::new();
    for object in graph.doc.objects.values() {
        if let Object::Dictionary(field) = object
            && field.has(b"FT")
        {
            for value in ["V", "DV", "Opt"].iter().filter_map(|k| field.get(k.as_bytes()).ok()) {
                add(graph.resolve(value), &mut letters);
            }
        }
    }
    letters
}

fn fonts_of<'g>(graph: &'g Graph<'_>) -> impl Iterator<Item = ObjectId> + 'g {
    graph.doc.objects.iter().filter_map(|(id, object)| match object {
        Object::Dictionary(dict) => {
            matches!(dict.get(b"Type"), Ok(Object::Name(n)) if n == b"Font").then_some(*id)
        }
        _ => None,
    })
}

fn is_composite(graph: &Graph<'_>, font: ObjectId) -> bool {
    graph
        .dictionary(font)
        .is_some_and(|d| matches!(d.get(b"Subtype"), Ok(Object::Name(n)) if n == b"Type0"))
}

/// The font itself, or the one that stands under a composite one.
fn descendant(graph: &Graph<'_>, font: ObjectId) -> Option<ObjectId> {
    let dict = graph.dictionary(font)?;
    match dict.get(b"DescendantFonts").map(|o| graph.resolve(o)) {
        Ok(Object::Array(list)) => list.first()?.as_reference().ok(),
        _ => Some(font),
    }
}

fn program_of(graph: &Graph<'_>, font: ObjectId) -> Option<ObjectId> {
    let dict = graph.dictionary(descendant(graph, font)?)?;
    let descriptor = graph.resolve(dict.get(b"FontDescriptor").ok()?).as_dict().ok()?;
    ["FontFile", "FontFile2", "FontFile3"]
        .iter()
        .find_map(|key| descriptor.get(key.as_bytes()).ok()?.as_reference().ok())
}

fn empty_glyphs(graph: &mut Graph<'_>, file: ObjectId, gone: &BTreeSet<u32>, by_number: bool) {
    let Some(Ok(data)) =
        graph.source_stream(file).map(|s| s.decoded_data().map(|d| d.into_owned()))
    else {
        return;
    };
    let Some(mut dict) = graph.dictionary(file).cloned() else { return };
    let new = if data.starts_with(b"%!") || data.starts_with(&[0x80, 1]) {
        let length = |key: &[u8]| {
            let length = dict.get(key).map(|o| graph.resolve(o)).ok()?.as_i64().ok()?;
            usize::try_from(length).ok()
        };
        let said = (length(b"Length1").unwrap_or(0), length(b"Length2").unwrap_or(0));
        let (data, lengths) = type1_files::joined(&data).unwrap_or((data, said));
        type1::without(&data, gone, lengths).map(|without| {
            dict.set("Length1", without.clear as i64);
            dict.set("Length2", without.encrypted as i64);
            dict.set("Length3", (without.data.len() - without.clear - without.encrypted) as i64);
            without.data
        })
    } else if data.starts_with(b"OTTO") {
        truetype::table(&data, b"CFF ").and_then(|(from, to)| {
            let cff = cff::without(data.get(from..to)?, gone)?;
            truetype::replaced(&data, &[(*b"CFF ", cff)])
        })
    } else if data.first() == Some(&1)
        && data.get(1) == Some(&0)
        && data.get(2).is_some_and(|n| *n >= 4)
    {
        cff::without(&data, gone)
    } else {
        let new = truetype::without(data, gone, by_number);
        new.inspect(|new| dict.set("Length1", new.len() as i64))
    };
    let Some(data) = new else { return };
    graph.doc.objects.insert(file, Object::Stream(compressed(dict, &data)));
}
