//! Text operators.

use super::run::{Reader, Reading};
use super::{Category, Glyph, Kind, Thing};
use crate::content::{Operand, Span, Steps, Token};
use crate::refusal::Refusal;

impl<'a> Reader<'a, '_> {
    /// Whether `operator` was one of text.
    pub(super) fn text(
        &mut self,
        operator: &[u8],
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<bool, Refusal> {
        let state = &mut on.state;
        let number = |i| steps.number(i);
        match operator {
            b"BT" => {
                on.in_text = true;
                state.text = crate::geometry::Matrix::IDENTITY;
                state.line = state.text;
                self.placed_anew(on);
            }
            b"ET" => {
                on.in_text = false;
                self.placed_anew(on);
            }
            b"Tf" => self.set_font(steps, on),
            b"Tc" => state.char_space = number(0).unwrap_or(state.char_space),
            b"Tw" => state.word_space = number(0).unwrap_or(state.word_space),
            b"Tz" => state.scale = number(0).map_or(state.scale, |n| n / 100.0),
            b"TL" => state.leading = number(0).unwrap_or(state.leading),
            b"Ts" => state.rise = number(0).unwrap_or(state.rise),
            b"Tr" => state.mode = number(0).map_or(state.mode, |n| n as i64),
            b"Td" | b"TD" => {
                if let Some([tx, ty]) = steps.numbers() {
                    if operator == b"TD" {
                        state.leading = -ty;
                    }
                    state.next_line(tx, ty);
                }
                self.placed_anew(on);
            }
            b"Tm" => {
                if let Some(m) = steps.numbers() {
                    state.text = crate::geometry::Matrix(m);
                    state.line = state.text;
                }
                self.placed_anew(on);
            }
            b"T*" => {
                state.next_line(0.0, -state.leading);
                self.placed_anew(on);
            }
            b"Tj" | b"TJ" => self.show(span, &steps.operands, on)?,
            b"'" | b"\"" => {
                if operator == b"\"" {
                    state.word_space = number(0).unwrap_or(state.word_space);
                    state.char_space = number(1).unwrap_or(state.char_space);
                }
                state.next_line(0.0, -state.leading);
                self.placed_anew(on);
                self.show(span, &steps.operands, on)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The text shown last may end where it likes: what follows does not begin there.
    fn placed_anew(&mut self, on: &mut Reading<'a>) {
        if let Some(last) = on.last_show.take()
            && let Some(run) = self.scene.runs.get_mut(on.run)
            && let Some(Thing { kind: Kind::Show { free_end, .. }, .. }) = run.things.get_mut(last)
        {
            *free_end = true;
        }
    }

    fn set_font(&mut self, steps: &Steps<'_>, on: &mut Reading<'a>) {
        let Some(name) = steps.name() else { return };
        on.state.face = on.scope.face(self.fonts, name);
        on.state.size = steps.number(1).unwrap_or(on.state.size);
        if on.state.face.as_ref().is_some_and(|f| f.borrows_resources) {
            on.scope.all_used.set(true);
        }
        self.used(on, Category::Font, name);
    }

    fn show(
        &mut self,
        span: Span,
        operands: &[Operand<'_>],
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        if on.state.face.is_none() {
            on.state.face = self.fonts.fallback();
        }
        let first = self.scene.glyphs.len();
        let thing = on.things(&self.scene);
        let parts =
            match operands.iter().find(|o| matches!(o.token, Token::Array(_) | Token::String(_))) {
                Some(Operand { token: Token::Array(parts), .. }) => parts.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => return Ok(()),
            };
        let mut part = 0;
        for item in parts {
            match &item.token {
                Token::Number(n) => on.state.adjust(*n),
                Token::String(bytes) => {
                    self.string(bytes, part, on)?;
                    part += 1;
                }
                _ => {}
            }
        }
        let count = self.scene.glyphs.len() - first;
        let kind = Kind::Show { first, count, free_end: false };
        on.last_show = Some(thing);
        self.add(on, span, kind);
        Ok(())
    }

    fn string(&mut self, bytes: &[u8], part: u32, on: &mut Reading<'a>) -> Result<(), Refusal> {
        let Some(face) = on.state.face.clone() else { return Ok(()) };
        let mut at = 0;
        while let Some((code, length)) = face.read(bytes, at) {
            self.budget.operator()?;
            let text = face.code(code);
            let hidden = on.hidden();
            let state = &mut on.state;
            let mut spacing = state.char_space;
            if code == 32 && length == 1 {
                spacing += state.word_space;
            }
            let by = text.advance / 1000.0 * state.size + spacing;
            let moves = if state.size.abs() < 1e-9 { 0.0 } else { -by / state.size * 1000.0 };
            self.scene.glyphs.push(Glyph {
                to_page: state.glyph_matrix(),
                face: face.clone(),
                code,
                text,
                run: on.run as u32,
                part,
                at: at as u32,
                length: length as u8,
                moves,
                marked: on.marked.last().copied().flatten(),
                hidden,
                clip: state.clip.clone(),
                elsewhere: on.elsewhere,
            });
            state.advance(by);
            at += length;
        }
        Ok(())
    }
}
