//! One page: read it, decide, write it anew.

use super::decide::Decisions;
use super::edit::Editor;
use super::{Account, Work, boxes, redraw};
use crate::fonts::Fonts;
use crate::graph::Graph;
use crate::locate::locate;
use crate::read::budget::Budget;
use crate::read::layers::Layers;
use crate::refusal::Refusal;
use crate::report::Redrawn;
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
    let wished =
        work.redraw.contains(&index).then_some("the page did not pass its check otherwise");
    if let Some(why) = redraw::reason(&scene, &decisions).or(wished) {
        let limits = work.limits;
        redraw::redraw(graph, index, page, &scene, &decisions, fonts, &drawn, limits)?;
        account.report.redrawn.push(Redrawn { page: index, area: None, why: why.to_owned() });
        note_fonts(account, &scene, &vec![true; scene.glyphs.len()]);
        return Ok(());
    }
    editor.page(graph, &scene, &decisions, account, index, &drawn, work.limits)?;
    boxes::annotations(graph, index, &scene, &decisions, account);
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
