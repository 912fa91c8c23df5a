//! Follows the operators of a page, its forms, patterns, masks and annotations, and notes every
//! glyph with its place. It sees more than is drawn: hidden layers and annotations too, marked
//! as such.

use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::budget::Budget;
use super::contents;
use super::fonts::Fonts;
use super::glyphs::{Place, Scene};
use super::layers::Layers;
use super::operands::{holds_operator, matrix, number, pattern};
use super::state::State;
use crate::geometry::{Matrix, Rect};
use crate::refusal::Refusal;

/// Deeper stacks of `q` are no page, but an attack on the reader.
const DEEPEST_SAVE: usize = 4096;

pub(crate) struct Interpreter<'a, 'r> {
    fonts: &'r Fonts<'a>,
    layers: &'r Layers,
    budget: &'r Budget,
    scene: Scene,
    /// The forms that are being drawn: one that calls itself is drawn once.
    open: Vec<ObjectIdentifier>,
}

/// Where a content stream stands among the others.
#[derive(Clone, Copy)]
struct Within {
    place: Place,
    hidden: bool,
    depth: u32,
    /// What patterns are laid out in: the space of the page or form around.
    base: Matrix,
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
    fn run(
        &mut self,
        data: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        self.budget.depth(within.depth)?;
        self.budget.new_stream();
        let mut saved: Vec<State<'a>> = Vec::new();
        // One entry for each open marked content: whether it is in a layer that is off.
        let mut marked: Vec<bool> = Vec::new();
        let mut operators = UntypedIter::new(data);

        while let Some(step) = operators.next() {
            self.budget.operator()?;
            let hidden = within.hidden || marked.iter().any(|off| *off);
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
                b"BMC" => marked.push(false),
                b"BDC" => marked.push(self.off(&step, resources)),
                b"EMC" => {
                    marked.pop();
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

    fn text(
        &mut self,
        operator: &[u8],
        step: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        match operator {
            b"BT" => (state.text, state.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => self.set_font(step, resources, state),
            b"Tc" => state.char_space = number(step, 0).unwrap_or(state.char_space),
            b"Tw" => state.word_space = number(step, 0).unwrap_or(state.word_space),
            b"Tz" => state.scale = number(step, 0).map_or(state.scale, |n| n / 100.0),
            b"TL" => state.leading = number(step, 0).unwrap_or(state.leading),
            b"Ts" => state.rise = number(step, 0).unwrap_or(state.rise),
            b"Tr" => state.mode = number(step, 0).map_or(state.mode, |n| n as i64),
            b"Td" | b"TD" => {
                if let (Some(tx), Some(ty)) = (number(step, 0), number(step, 1)) {
                    if operator == b"TD" {
                        state.leading = -ty;
                    }
                    state.next_line(tx, ty);
                }
            }
            b"Tm" => {
                if let Some(m) = matrix(step) {
                    (state.text, state.line) = (m, m);
                }
            }
            b"T*" => state.next_line(0.0, -state.leading),
            b"Tj" => self.show_first(step, resources, state, within)?,
            b"'" => {
                state.next_line(0.0, -state.leading);
                self.show_first(step, resources, state, within)?;
            }
            b"\"" => {
                state.word_space = number(step, 0).unwrap_or(state.word_space);
                state.char_space = number(step, 1).unwrap_or(state.char_space);
                state.next_line(0.0, -state.leading);
                self.show_first(step, resources, state, within)?;
            }
            b"TJ" => {
                if let Some(Object::Array(parts)) = step.operands().next() {
                    for part in parts.iter::<Object<'_>>() {
                        match part {
                            Object::Number(n) => state.adjust(n.as_f64()),
                            Object::String(s) => {
                                self.show(s.as_bytes(), resources, state, within)?;
                            }
                            _ => {}
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn set_font(
        &mut self,
        step: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
    ) {
        let Some(Object::Name(name)) = step.operands().next() else { return };
        state.font = match resources.get_font(name) {
            Some(dict) => self.fonts.load(&dict),
            None => self.fonts.fallback(),
        };
        state.size = number(step, 1).unwrap_or(state.size);
        if let Some(missing) = state.font.as_ref().and_then(|f| f.missing.as_ref())
            && !self.scene.missing_fonts.contains(missing)
        {
            self.scene.missing_fonts.push(missing.clone());
        }
    }

    fn show_first(
        &mut self,
        step: &Instruction<'_, '_>,
        resources: &Resources<'a>,
        state: &mut State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        let text = step.operands().find_map(|o| match o {
            Object::String(s) => Some(s),
            _ => None,
        });
        match text {
            Some(text) => self.show(text.as_bytes(), resources, state, within),
            None => Ok(()),
        }
    }

    fn show(
        &mut self,
        bytes: &[u8],
        resources: &Resources<'a>,
        state: &mut State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        if state.font.is_none() {
            state.font = self.fonts.fallback();
        }
        let Some(font) = state.font.clone() else { return Ok(()) };
        let mut offset = 0;
        while let Some((code, length)) = font.read(bytes, offset) {
            offset += length;
            if font.type3 {
                self.type3(&font, code, resources, state, within)?;
            }
            let glyph = state.show(&font, code, length, within.place, within.hidden);
            self.scene.hidden_content |= within.hidden;
            self.scene.glyphs.push(glyph);
        }
        Ok(())
    }

    /// A Type 3 glyph may itself draw text.
    fn type3(
        &mut self,
        font: &super::fonts::PageFont<'a>,
        code: u32,
        resources: &Resources<'a>,
        state: &State<'a>,
        within: Within,
    ) -> Result<(), Refusal> {
        let Some(glyph) = font.drawing(code) else { return Ok(()) };
        let Some(program) = glyph.program() else { return Ok(()) };
        let Some(data) = self.budget.decode(program)? else { return Ok(()) };
        // Most draw a picture or a path; only those that show text or call forms are followed.
        if !holds_operator(&data, b"Tj")
            && !holds_operator(&data, b"TJ")
            && !holds_operator(&data, b"Do")
        {
            return Ok(());
        }
        let own = program.dict().get::<Dict<'_>>("Resources").or_else(|| glyph.font().resources());
        let own = own.map(Resources::new);
        let thousandths = Matrix(glyph.font().matrix().as_coeffs())
            .then(&Matrix([1000.0, 0.0, 0.0, 1000.0, 0.0, 0.0]));
        let ctm = thousandths.then(&state.glyph_matrix());
        let within = Within { place: Place::Type3, depth: within.depth + 1, base: ctm, ..within };
        self.run(&data, own.as_ref().unwrap_or(resources), State::new(ctm), within)
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
