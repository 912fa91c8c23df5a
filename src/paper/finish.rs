//! What printpdf does not write: the structure tree, the language, the title, links and bookmarks;
//! and what it should not have written. The two use different versions of lopdf, so bytes are passed.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, dictionary};

use super::fonts::{self, Face};
use super::layout::{Ink, Laid};
use super::model::Document;
use super::sizes::PAGE_HEIGHT;
use super::subset::subset;
use super::tags::{Kid, ROOT, Tree};
use super::{PaperProblem, outline, papers};

pub(super) fn finish(
    drawn: &[u8],
    laid: &Laid<'_>,
    document: &Document,
) -> Result<Vec<u8>, PaperProblem> {
    let mut pdf = Pdf::load_mem(drawn).map_err(papers::broken)?;
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    tidy(&mut pdf, &pages)?;
    cut_faces(&mut pdf, laid);
    let links = add_links(&mut pdf, laid, &pages)?;
    let root = add_tree(&mut pdf, &laid.tree, &pages, &links)?;
    let mut bookmarks = outline::Shelf::default();
    if pages.len() > 1 {
        for heading in &laid.headings {
            bookmarks.put(heading.level as usize, &heading.text, pages[heading.page - 1]);
        }
    }
    let outlines = bookmarks.write(&mut pdf);
    let catalog = pdf.catalog_mut().map_err(papers::broken)?;
    catalog.remove(b"PageLayout");
    catalog.remove(b"OutputIntents");
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    } else {
        catalog.remove(b"PageMode");
    }
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    papers::name(&mut pdf, &document.title, &document.language)?;
    // What printpdf wrote and nobody uses any more: its own papers, spare resources.
    pdf.prune_objects();
    pdf.renumber_objects();
    papers::save(pdf)
}

/// Boxes that repeat the page's, empty lists, and dictionaries of resources nobody uses.
fn tidy(pdf: &mut Pdf, pages: &[ObjectId]) -> Result<(), PaperProblem> {
    let mut resources = None;
    for (at, id) in pages.iter().enumerate() {
        let page = pdf.get_dictionary_mut(*id).map_err(papers::broken)?;
        for key in ["TrimBox", "CropBox", "Annots"] {
            page.remove(key.as_bytes());
        }
        page.set("StructParents", at as i64);
        page.set("Tabs", "S");
        let own = page.get(b"Resources").and_then(Object::as_reference).map_err(papers::broken)?;
        // Every page uses the same fonts and pictures, so they share what printpdf repeats.
        let shared = *resources.get_or_insert(own);
        page.set("Resources", shared);
    }
    if let Some(id) = resources {
        let dict = pdf.get_dictionary_mut(id).map_err(papers::broken)?;
        dict.remove(b"ExtGState");
        dict.remove(b"Shading");
    }
    Ok(())
}

/// printpdf embeds every face whole; this leaves the letters that are used.
fn cut_faces(pdf: &mut Pdf, laid: &Laid<'_>) {
    let mut used: BTreeMap<Face, BTreeSet<u16>> = BTreeMap::new();
    for mark in laid.pages.iter().flatten() {
        if let Ink::Letters { face, text, .. } = &mark.ink {
            let glyphs = text.chars().filter_map(|c| face.glyph(c));
            used.entry(*face).or_default().extend(glyphs);
        }
    }
    for (face, used) in &used {
        let Some(program) = subset(face.bytes(), used) else { continue };
        let name = fonts::subset_name(*face, used);
        let mut program = Some(program);
        let mut files = Vec::new();
        for object in pdf.objects.values_mut() {
            let Object::Dictionary(dict) = object else { continue };
            rename(dict, face.name(), &name);
            if let Ok(kin) = dict.get_mut(b"DescendantFonts").and_then(Object::as_array_mut) {
                for dict in kin.iter_mut().filter_map(|kin| kin.as_dict_mut().ok()) {
                    rename(dict, face.name(), &name);
                }
            }
            if dict.get(b"FontName").and_then(Object::as_name).is_ok_and(|n| n == name.as_bytes()) {
                files.extend(dict.get(b"FontFile2").and_then(Object::as_reference));
            }
        }
        for id in files {
            if let (Some(Object::Stream(stream)), Some(program)) =
                (pdf.objects.get_mut(&id), program.take())
            {
                stream.dict.set("Length1", program.len() as i64);
                stream.set_plain_content(program);
            }
        }
    }
}

fn rename(dict: &mut Dictionary, old: &str, new: &str) {
    for key in ["BaseFont", "FontName"] {
        if dict.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|n| n == old.as_bytes()) {
            dict.set(key, Object::Name(new.into()));
        }
    }
}

fn add_links(
    pdf: &mut Pdf,
    laid: &Laid<'_>,
    pages: &[ObjectId],
) -> Result<Vec<ObjectId>, PaperProblem> {
    let mut ids = Vec::new();
    for (at, link) in laid.links.iter().enumerate() {
        let [left, top, right, bottom] = link.frame;
        let frame = [left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top];
        let action = dictionary! {
            "S" => "URI",
            "URI" => Object::string_literal(link.address.as_bytes()),
        };
        let id = pdf.add_object(dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "F" => 4,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "Rect" => frame.map(Object::Real).to_vec(),
            "Contents" => lopdf::text_string(&link.words),
            "A" => action,
            "StructParent" => (pages.len() + at) as i64,
        });
        let page = pdf.get_dictionary_mut(pages[link.page]).map_err(papers::broken)?;
        match page.get_mut(b"Annots").and_then(Object::as_array_mut) {
            Ok(list) => list.push(id.into()),
            Err(_) => page.set("Annots", vec![id.into()]),
        }
        ids.push(id);
    }
    Ok(ids)
}

fn add_tree(
    pdf: &mut Pdf,
    tree: &Tree,
    pages: &[ObjectId],
    links: &[ObjectId],
) -> Result<ObjectId, PaperProblem> {
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes.iter().map(|_| pdf.new_object_id()).collect();
    let mut marked: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut linked: Vec<Object> = vec![Object::Null; links.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        let mut kids = Vec::new();
        for kid in &node.kids {
            kids.push(match *kid {
                Kid::Node(kid) => ids[kid].into(),
                Kid::Marked { page, mcid } => {
                    let list = &mut marked[page];
                    list.resize(list.len().max(mcid + 1), Object::Null);
                    list[mcid] = ids[at].into();
                    Object::Dictionary(dictionary! {
                        "Type" => "MCR", "Pg" => pages[page], "MCID" => mcid as i64,
                    })
                }
                Kid::Link(link) => {
                    linked[link] = ids[at].into();
                    Object::Dictionary(dictionary! { "Type" => "OBJR", "Obj" => links[link] })
                }
            });
        }
        let parent = if at == ROOT { root } else { ids[node.parent] };
        let mut entry = dictionary! { "Type" => "StructElem", "S" => node.role, "P" => parent };
        if !kids.is_empty() {
            entry.set("K", kids);
        }
        if let Some(alt) = &node.alt {
            entry.set("Alt", lopdf::text_string(alt));
        }
        if let Some(scope) = node.scope {
            entry.set("A", dictionary! { "O" => "Table", "Scope" => scope });
        }
        if let Some(frame) = node.frame {
            let frame = frame.map(Object::Real).to_vec();
            entry
                .set("A", dictionary! { "O" => "Layout", "BBox" => frame, "Placement" => "Block" });
        }
        pdf.objects.insert(ids[at], entry.into());
    }
    let mut numbers = Vec::new();
    for (at, list) in marked.into_iter().enumerate() {
        numbers.push((at as i64).into());
        numbers.push(pdf.add_object(list).into());
    }
    for (at, node) in linked.into_iter().enumerate() {
        numbers.push(((pages.len() + at) as i64).into());
        numbers.push(node);
    }
    let parents = pdf.add_object(dictionary! { "Nums" => numbers });
    let next = (pages.len() + links.len()) as i64;
    let dict = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![ids[ROOT].into()],
        "ParentTree" => parents,
        "ParentTreeNextKey" => next,
    };
    pdf.objects.insert(root, dict.into());
    Ok(root)
}
