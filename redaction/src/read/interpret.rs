//! Follows the operators of a page, its forms, patterns, masks and annotations, and notes every
//! glyph with its place. It sees more than is drawn: hidden layers and annotations too, marked
//! as such.

use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::budget::Budget;
use super::contents;
use super::fonts::Fonts;
use super::glyphs::{Place, Scene, Spoken};
use super::layers::Layers;
use super::operands::{matrix, pattern, spoken};
use super::state::State;
use crate::geometry::{Matrix, Rect};
use crate::refusal::Refusal;

/// Deeper stacks of `q` are no page, but an attack on the reader.
const DEEPEST_SAVE: usize = 4096;

pub(crate) struct Interpreter<'a, 'r> {
    pub(super) fonts: &'r Fonts<'a>,
    layers: &'r Layers,
    pub(super) budget: &'r Budget,
    pub(super) scene: Scene,
    /// The forms that are being drawn: one that calls itself is drawn once.
    open: Vec<ObjectIdentifier>,
}

/// One open marked content.
#[derive(Default)]
struct Marked {
    /// It is in a layer that is off.
    off: bool,
    /// Its position among what the page says besides its glyphs.
    spoken: Option<usize>,
}

/// Where a content stream stands among the others.
#[derive(Clone, Copy)]
pub(super) struct Within {
    pub(super) place: Place,
    pub(super) hidden: bool,
    pub(super) depth: u32,
    /// What patterns are laid out in: the space of the page or form around.
    pub(super) base: Matrix,
}

/// Reads `page` whole: contents, then annotations.
pub(crate) fn read_page<'a>(
    page: &Page<'a>,
    fonts: &Fonts<'a>,
    layers: &Layers,
    budget: &Budget,
) -> Result<Scene, Refusal> {
    let mut reader =
        Interpreter { fonts, layers, budget, scene: Scene::default(), open: Vec::new() };
    budget.new_page();
    let contents = contents::decoded(page, budget)?;
    reader.scene.fingerprint = contents::fingerprint(&contents);
    let within = Within { place: Place::Page, hidden: false, depth: 0, base: Matrix::IDENTITY };
    reader.run(&contents, page.resources(), State::new(Matrix::IDENTITY), within)?;
    if let Some(annotations) = page.raw().get::<Array<'_>>("Annots") {
        for annotation in annotations.iter::<Dict<'_>>() {
            reader.annotation(&annotation, page.resources())?;
        }
    }
    Ok(reader.scene)
}

impl<'a> Interpreter<'a, '_> {
    pub(super) fn run(
        &mut self,
        data: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        self.budget.depth(within.depth)?;
        self.budget.new_stream(data)?;
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut marked: Vec<Marked> = Vec::new();
        let mut operators = UntypedIter::new(data);

        while let Some(step) = operators.next() {
            self.budget.operator()?;
            let hidden = within.hidden || marked.iter().any(|m| m.off);
            let operator: &[u8] = step.operator;
            match operator {
                b"q" if saved.len() < DEEPEST_SAVE => saved.push(state.clone()),
                b"Q" => {
                    // Text matrices belong to the text object, not to the graphics state.
                    let (text, line) = (state.text, state.line);
                    if let Some(before) = saved.pop() {
                        state = before;
                        (state.text, state.line) = (text, line);
                    }
                }
                b"cm" => {
                    if let Some(m) = matrix(&step) {
                        state.ctm = m.then(&state.ctm);
                    }
                }
                b"BMC" => marked.push(Marked::default()),
                b"BDC" => {
                    let spoken = self.spoken(&step, resources);
                    marked.push(Marked { off: self.off(&step, resources), spoken });
                }
                b"EMC" => {
                    let end = self.scene.glyphs.len();
                    let spoken = marked.pop().and_then(|m| m.spoken);
                    if let Some(spoken) = spoken.and_then(|i| self.scene.spoken.get_mut(i)) {
                        spoken.to = end;
                    }
                }
                b"gs" => self.graphics_state(&step, resources, &mut state, within)?,
                b"scn" => state.pattern = pattern(&step, resources),
                b"g" | b"rg" | b"k" | b"sc" | b"cs" => state.pattern = None,
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                    self.fill(&state, resources, within, hidden)?;
                }
                b"Do" => self.object(&step, resources, &state, Within { hidden, ..within })?,
                b"BI" => self.image(&state.ctm, hidden),
                _ => {
                    self.text(operator, &step, resources, &mut state, Within { hidden, ..within })?
                }
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        step: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        state: &State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        let Some(Object::Name(name)) = step.operands().next() else { return Ok(()) };
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let hidden = within.hidden || self.layers.hides(stream.dict(), b"OC");
        let kind = stream.dict().get::<Name<'_>>("Subtype");
        match kind.as_ref().map(|n| n.as_str()) {
            Some("Image") => {
                self.image(&state.ctm, hidden);
                Ok(())
            }
            Some("Form") => {
                let place = if within.place == Place::Page { Place::Form } else { within.place };
                let within = Within { place, hidden, ..within };
                self.form(&stream, resources, state.clone(), within)
            }
            _ => Ok(()),
        }
    }

    fn image(&mut self, ctm: &Matrix, hidden: bool) {
        let area = ctm.quad(&Rect::new(0.0, 0.0, 1.0, 1.0)).bounds();
        self.scene.hidden_content |= hidden;
        self.scene.images.push(area);
    }

    fn form(
        &mut self,
        form: &Stream<'a>,
        resources: &Resources<'a>,
        mut state: State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        if self.open.contains(&form.obj_id()) {
            return Ok(());
        }
        let Some(data) = self.budget.decode(form)? else { return Ok(()) };
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        state.ctm = form_matrix(form).then(&state.ctm);
        let within = Within { depth: within.depth + 1, base: state.ctm, ..within };
        self.open.push(form.obj_id());
        let done = self.run(&data, own.as_ref().unwrap_or(resources), state, within);
        self.open.pop();
        done
    }

    /// Text inside a tiling pattern, where it stands in the pattern's first cell.
    fn fill(
        &mut self,
        state: &State<'a>,
        resources: &Resources<'a>,
        within: Within,
        hidden: bool,
    ) -> Result<(), Refusal> {
        let Some(pattern) = &state.pattern else { return Ok(()) };
        let base = State::new(within.base);
        let within = Within { place: Place::Pattern, hidden, ..within };
        self.form(pattern, resources, base, within)
    }

    fn graphics_state(
        &mut self,
        step: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        let Some(Object::Name(name)) = step.operands().next() else { return Ok(()) };
        let Some(settings) = resources.get_ext_g_state(name) else { return Ok(()) };
        if let Some(font) = settings.get::<Array<'_>>("Font") {
            if let Some(dict) = font.iter::<Dict<'_>>().next() {
                state.font = self.fonts.load(&dict);
            }
            if let Some(size) = font.iter::<Object<'_>>().nth(1).and_then(Object::into_number) {
                state.size = size.as_f64();
            }
        }
        let mask = settings.get::<Dict<'_>>("SMask").and_then(|m| m.get::<Stream<'_>>("G"));
        match mask {
            Some(group) => {
                let within = Within { place: Place::SoftMask, ..within };
                self.form(&group, resources, State::new(state.ctm), within)
            }
            None => Ok(()),
        }
    }

    fn off(&self, step: &Instruction<'_, '_>, resources: &Resources<'a>) -> bool {
        let mut operands = step.operands();
        match (operands.next(), operands.next()) {
            (Some(Object::Name(tag)), Some(Object::Name(name))) if tag.as_str() == "OC" => {
                self.layers.hides(&resources.properties, name.as_ref())
            }
            _ => false,
        }
    }

    /// Notes the text that a marked content gives in place of its glyphs.
    fn spoken(&mut self, step: &Instruction<'_, '_>, resources: &Resources<'a>) -> Option<usize> {
        let text = spoken(step, resources)?;
        let from = self.scene.glyphs.len();
        self.scene.spoken.push(Spoken { text, from, to: usize::MAX });
        Some(self.scene.spoken.len() - 1)
    }

    /// The appearance of an annotation, placed as ISO 32000-2, 12.5.5 says.
    fn annotation(
        &mut self,
        annotation: &Dict<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), Refusal> {
        const HIDDEN_OR_NO_VIEW: u32 = 1 << 1 | 1 << 5;
        let Some(appearance) = super::annotations::appearance(annotation) else { return Ok(()) };
        let Some(to) = super::annotations::placement(annotation, &appearance) else {
            return Ok(());
        };
        let flags = annotation.get::<u32>("F").unwrap_or(0);
        let hidden = flags & HIDDEN_OR_NO_VIEW != 0 || self.layers.hides(annotation, b"OC");
        let within = Within { place: Place::Appearance, hidden, depth: 0, base: to };
        self.form(&appearance, resources, State::new(to), within)
    }
}

pub(crate) fn form_matrix(form: &Stream<'_>) -> Matrix {
    form.dict().get::<[f64; 6]>("Matrix").map_or(Matrix::IDENTITY, Matrix)
}
