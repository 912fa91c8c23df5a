//! One page: read it, decide, write it anew.

use super::decide::Decisions;
use super::edit::Editor;
use super::remedy::Remedy;
use super::{Account, Work, boxes, redraw, structure};
use crate::fonts::Fonts;
use crate::geometry::Rect;
use crate::graph::Graph;
use crate::locate::locate;
use crate::read::budget::Budget;
use crate::read::layers::Layers;
use crate::refusal::Refusal;
use crate::report::Redrawn;
use crate::scene::{Scene, read_page};

/// Said of what the proof asked for.
const NOT_PROVED: &str = "it did not pass its check otherwise";

#[expect(clippy::too_many_arguments, reason = "the document's parts, each borrowed for one page")]
pub(super) fn redact<'a>(
    work: &'a Work<'_>,
    graph: &mut Graph<'a>,
    editor: &mut Editor,
    account: &mut Account,
    index: usize,
    fonts: &Fonts<'a>,
    layers: &Layers,
    budget: &Budget,
) -> Result<(), Refusal> {
    let Some(page) = work.pdf.pages().get(index) else { return Ok(()) };
    let annotations: Vec<_> = graph
        .annotations
        .get(index)
        .map(|list| list.iter().map(|(dict, _)| dict.clone()).collect())
        .unwrap_or_default();
    let scene = read_page(page, fonts, layers, budget, &annotations)?;
    let hits = locate(&scene, &work.needles);
    let make = |still| {
        Decisions::make(
            work.plan,
            &work.needles,
            index,
            page,
            &scene,
            &hits,
            still,
            work.removals.layers,
        )
    };
    let wished = work.remedies.pages.get(&index).map(|how| (*how, NOT_PROVED));
    let mut decisions = make(wished.is_some());
    let remedy = redraw::reason(&scene, &decisions).max(wished);
    if remedy.is_some() && wished.is_none() {
        decisions = make(true);
    }
    decisions.tell(account, &scene, index);
    let tagged = structure::first_number(graph, index, &scene);
    let mut drawn = boxes::draw(&decisions.boxes, tagged);
    let mut redrawn = |area: Option<Rect>, why: &str| {
        account.report.redrawn.push(Redrawn { page: index, area, why: why.to_owned() });
    };
    // What takes an annotation away is the mark, not the picture around it.
    let marked = decisions.region.areas.len();
    if let Some((how, why)) = remedy {
        let parts = match how {
            Remedy::Parts => redraw::parts(&scene, &decisions),
            Remedy::Page => None,
        };
        let beneath = &mut editor.beneath;
        let Some(parts) = parts else {
            redrawn(None, why);
            redraw::draw_page(
                graph,
                index,
                page,
                &scene,
                &decisions,
                beneath,
                &drawn,
                tagged.is_some(),
                work.limits,
            )?;
            if work.removals.annotations {
                boxes::annotations(graph, index, &scene, &decisions, account);
            }
            if let Some(first) = tagged {
                structure::enter(graph, index, &decisions.boxes, first);
            }
            note_fonts(account, &scene, &vec![true; scene.glyphs.len()]);
            return Ok(());
        };
        parts.iter().for_each(|part| redrawn(Some(*part), why));
        redraw::draw_parts(
            graph,
            page,
            &scene,
            &mut decisions,
            beneath,
            &parts,
            &mut drawn,
            work.limits,
        );
    }
    editor.page(graph, &scene, &decisions, account, index, &drawn, work.limits)?;
    decisions.region.areas.truncate(marked);
    if work.removals.annotations {
        boxes::annotations(graph, index, &scene, &decisions, account);
    }
    if let Some(first) = tagged {
        structure::enter(graph, index, &decisions.boxes, first);
    }
    note_fonts(account, &scene, &decisions.gone);
    Ok(())
}

fn note_fonts(account: &mut Account, scene: &Scene<'_>, gone: &[bool]) {
    for (glyph, gone) in scene.glyphs.iter().zip(gone) {
        if let Some(font) = glyph.face.object {
            account.fonts.note(font, glyph.code, glyph.length, *gone);
        }
    }
}
