//! One page: read it, decide, write it anew.

use super::decide::Decisions;
use super::edit::Editor;
use super::{Account, Work, boxes};
use crate::fonts::Fonts;
use crate::graph::Graph;
use crate::locate::locate;
use crate::read::budget::Budget;
use crate::read::layers::Layers;
use crate::refusal::Refusal;
use crate::scene::{Scene, read_page};

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
    let decisions = Decisions::make(work.plan, &work.needles, index, page, &scene, &hits);
    decisions.tell(account, &scene, index);
    let drawn = boxes::draw(&decisions.boxes);
    editor.page(graph, &scene, &decisions, account, index, &drawn, work.limits)?;
    boxes::annotations(graph, index, &scene, &decisions, account);
    note_fonts(account, &scene, &decisions);
    Ok(())
}

fn note_fonts(account: &mut Account, scene: &Scene<'_>, decisions: &Decisions) {
    for (glyph, gone) in scene.glyphs.iter().zip(&decisions.gone) {
        if let Some(font) = glyph.face.object {
            account.fonts.note(font, glyph.code, glyph.length, *gone);
        }
    }
}
