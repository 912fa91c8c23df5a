//! The text operators (ISO 32000-2, 9.4).

use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Dict, Object};
use hayro_syntax::page::Resources;

use super::fonts::PageFont;
use super::glyphs::Place;
use super::interpret::{Interpreter, Within};
use super::operands::{holds_operator, matrix, number};
use super::state::State;
use crate::geometry::Matrix;
use crate::refusal::Refusal;

impl<'a> Interpreter<'a, '_> {
    pub(super) fn text(
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
        font: &PageFont<'a>,
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
}
