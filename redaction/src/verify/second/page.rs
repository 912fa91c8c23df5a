//! Follows the operators of a page (ISO 32000-2, 8 and 9) as far as they place text.

use std::rc::Rc;

use super::file::Object;
use super::fonts::{Font, Shown};
use super::lexer::{Dict, Lexer, Value, is_white};
use super::{PageNode, Read, Second};
use crate::geometry::{Matrix, Point, Quad, Rect};
use crate::read::budget::Budget;
use crate::read::glyphs::{Glyph, Meaning, Place, Scene, Spoken};
use crate::refusal::Refusal;

/// From below the baseline to above capitals, in shares of the font size.
pub(super) const LOW: f64 = -0.24;
pub(super) const HIGH: f64 = 0.76;
/// Deeper stacks of `q` are no page.
const DEEPEST_SAVE: usize = 4096;
/// Operands of one operator; what a page needs is a handful.
const MOST_OPERANDS: usize = 512;

pub(super) struct Reader<'s, 'f> {
    second: &'s Second<'f>,
    budget: &'s Budget,
    pub(super) read: Read,
    /// Forms being read, so that none reads itself.
    open: Vec<u32>,
    name: Rc<str>,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    mode: i64,
}

/// One stream while it is read.
struct Stream {
    fonts: Dict,
    objects: Dict,
    properties: Dict,
    settings: Dict,
    state: State,
    text: Matrix,
    line: Matrix,
    /// Where the next glyph stands is known.
    sure: bool,
    place: Place,
}

impl<'s, 'f> Reader<'s, 'f> {
    pub(super) fn new(second: &'s Second<'f>, budget: &'s Budget) -> Self {
        let read = Read { scene: Scene::default(), unread: 0 };
        Self { second, budget, read, open: Vec::new(), name: Rc::from("") }
    }

    pub(super) fn page(&mut self, node: &PageNode) -> Result<(), Refusal> {
        self.budget.new_page();
        let file = &self.second.file;
        let Some(page) = file.object(node.id) else { return Ok(()) };
        let Some(page) = page.dict() else { return Ok(()) };
        let resources = node.resources.as_ref().and_then(|r| file.resolved(r));
        let resources = resources.and_then(|o| o.dict().cloned()).unwrap_or_default();
        let mut data = Vec::new();
        match file.get(page, b"Contents") {
            Some(Object { value: Value::List(parts), .. }) => {
                for part in parts.iter().filter_map(|p| file.resolved(p)) {
                    data.extend(file.text_of(&part).unwrap_or_default());
                    // Tokens do not run on from one stream into the next.
                    data.push(b'\n');
                }
            }
            Some(stream) => data = file.text_of(&stream).unwrap_or_default(),
            None => {}
        }
        self.run(&data, &resources, Matrix::IDENTITY, Place::Page)?;
        for annotation in file.list(page, b"Annots") {
            self.annotation(&annotation, &resources)?;
        }
        Ok(())
    }

    /// Every appearance, also those of states that are not shown (ISO 32000-2, 12.5.5).
    fn annotation(&mut self, annotation: &Value, resources: &Dict) -> Result<(), Refusal> {
        let file = &self.second.file;
        let annotation = file.resolved(annotation);
        let Some(annotation) = annotation.as_ref().and_then(|o| o.dict()) else { return Ok(()) };
        let Some(to) = file.numbers(annotation, b"Rect") else { return Ok(()) };
        let Some(looks) = file.dict(annotation, b"AP") else { return Ok(()) };
        let mut forms: Vec<Value> = Vec::new();
        for look in looks.values() {
            match file.resolved(look) {
                Some(states) if file.text_of(&states).is_none() => {
                    forms.extend(states.dict().into_iter().flat_map(|d| d.values().cloned()));
                }
                _ => forms.push(look.clone()),
            }
        }
        for form in &forms {
            let place = placed(self, form, &to).unwrap_or(Matrix::IDENTITY);
            self.form(form, resources, place, Place::Appearance)?;
        }
        Ok(())
    }

    fn form(
        &mut self,
        form: &Value,
        around: &Dict,
        ctm: Matrix,
        place: Place,
    ) -> Result<(), Refusal> {
        let id = match form {
            Value::Ref(id) if self.open.contains(id) => return Ok(()),
            Value::Ref(id) => *id,
            _ => return Ok(()),
        };
        self.budget.depth(u32::try_from(self.open.len()).unwrap_or(u32::MAX))?;
        let file = &self.second.file;
        let Some(object) = file.object(id) else { return Ok(()) };
        let Some(dict) = object.dict() else { return Ok(()) };
        let picture = file.get(dict, b"Subtype").is_some_and(|o| o.value.name() == Some(b"Image"));
        let data = if picture { None } else { file.text_of(&object) };
        let Some(data) = data else { return Ok(()) };
        let resources = file.dict(dict, b"Resources").unwrap_or_else(|| around.clone());
        let ctm = matrix(file.numbers(dict, b"Matrix")).map_or(ctm, |m| m.then(&ctm));
        self.open.push(id);
        let done = self.run(&data, &resources, ctm, place);
        self.open.pop();
        done
    }

    fn run(
        &mut self,
        data: &[u8],
        resources: &Dict,
        ctm: Matrix,
        place: Place,
    ) -> Result<(), Refusal> {
        self.budget.count(data.len() as u64)?;
        self.budget.new_stream(data)?;
        let named = |key: &[u8]| self.second.file.dict(resources, key).unwrap_or_default();
        let mut on = Stream {
            fonts: named(b"Font"),
            objects: named(b"XObject"),
            properties: named(b"Properties"),
            settings: named(b"ExtGState"),
            state: State::new(ctm),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            sure: true,
            place,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut lexer = Lexer::new(data, 0);
        let mut held: Vec<Value> = Vec::new();
        while let Some(value) = lexer.next() {
            let Value::Word(operator) = value else {
                if held.len() < MOST_OPERANDS {
                    held.push(value);
                }
                continue;
            };
            self.budget.operator()?;
            let end = operator.iter().position(|b| *b == 0).unwrap_or(operator.len());
            match operator.get(..end).unwrap_or_default() {
                b"q" if saved.len() < DEEPEST_SAVE => saved.push(on.state.clone()),
                b"Q" => on.state = saved.pop().unwrap_or(on.state),
                b"cm" => {
                    if let Some(m) = numbers(&held) {
                        on.state.ctm = m.then(&on.state.ctm);
                    }
                }
                b"Do" => {
                    let name = held.last().and_then(Value::name).unwrap_or_default();
                    if let Some(form) = on.objects.get(name).cloned() {
                        let place = if place == Place::Page { Place::Form } else { place };
                        self.form(&form, resources, on.state.ctm, place)?;
                    }
                }
                b"BDC" | b"DP" => self.spoken(&held, &on),
                b"ID" => lexer.at = picture_end(data, lexer.at),
                operator => self.text(operator, &held, &mut on),
            }
            held.clear();
        }
        Ok(())
    }

    /// Text that stands for glyphs.
    fn spoken(&mut self, held: &[Value], on: &Stream) {
        let value = match held.last() {
            Some(Value::Name(name)) => on.properties.get(name.as_slice()),
            other => other,
        };
        let file = &self.second.file;
        let object = value.and_then(|v| file.resolved(v));
        let Some(dict) = object.as_ref().and_then(|o| o.dict()) else { return };
        let at = self.read.scene.glyphs.len();
        for key in [&b"ActualText"[..], b"Alt", b"E"] {
            if let Some(Object { value: Value::Text(bytes), .. }) = file.get(dict, key) {
                let texts = super::super::places::readings(&bytes);
                let spoken = texts.map(|text| Spoken { text, from: at, to: at });
                self.read.scene.spoken.extend(spoken);
            }
        }
    }

    fn text(&mut self, operator: &[u8], held: &[Value], on: &mut Stream) {
        let number = |at: usize| held.get(at).and_then(Value::number);
        match operator {
            b"BT" => on.begin(Matrix::IDENTITY),
            b"Tf" => {
                let font = held.first().and_then(Value::name).and_then(|n| on.fonts.get(n));
                on.state.font = font.and_then(|f| self.second.font(f));
                on.state.size = number(1).unwrap_or(on.state.size);
            }
            b"gs" => {
                let file = &self.second.file;
                let name = held.first().and_then(Value::name).unwrap_or_default();
                let settings = file.dict(&on.settings, name).unwrap_or_default();
                if let [font, size] = file.list(&settings, b"Font").as_slice() {
                    on.state.font = self.second.font(font);
                    on.state.size = size.number().unwrap_or(on.state.size);
                }
            }
            b"Tc" => on.state.char_space = number(0).unwrap_or(on.state.char_space),
            b"Tw" => on.state.word_space = number(0).unwrap_or(on.state.word_space),
            b"Tz" => on.state.scale = number(0).map_or(on.state.scale, |n| n / 100.0),
            b"TL" => on.state.leading = number(0).unwrap_or(on.state.leading),
            b"Ts" => on.state.rise = number(0).unwrap_or(on.state.rise),
            b"Tr" => on.state.mode = number(0).map_or(on.state.mode, |n| n as i64),
            b"Td" | b"TD" => {
                if let (Some(x), Some(y)) = (number(0), number(1)) {
                    if operator == b"TD" {
                        on.state.leading = -y;
                    }
                    on.next_line(x, y);
                }
            }
            b"Tm" => {
                if let Some(m) = numbers(held) {
                    on.begin(m);
                }
            }
            b"T*" => on.next_line(0.0, -on.state.leading),
            b"Tj" => self.show(held.first(), on),
            b"'" => {
                on.next_line(0.0, -on.state.leading);
                self.show(held.first(), on);
            }
            b"\"" => {
                on.state.word_space = number(0).unwrap_or(on.state.word_space);
                on.state.char_space = number(1).unwrap_or(on.state.char_space);
                on.next_line(0.0, -on.state.leading);
                self.show(held.get(2), on);
            }
            b"TJ" => {
                for part in held.first().map(Value::list).unwrap_or_default() {
                    match part {
                        Value::Number(n) => on.advance(-n / 1000.0 * on.state.size),
                        part => self.show(Some(part), on),
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, text: Option<&Value>, on: &mut Stream) {
        let Some(Value::Text(bytes)) = text else { return };
        let shown = on.state.font.clone().and_then(|font| font.shown(bytes));
        let Some(shown) = shown else {
            self.read.unread += 1;
            on.sure = false;
            return;
        };
        for shown in shown {
            self.glyph(shown, on);
        }
    }

    fn glyph(&mut self, shown: Shown, on: &mut Stream) {
        let Some(advance) = shown.advance.filter(|_| on.sure) else {
            self.read.unread += 1;
            on.sure = false;
            return;
        };
        let state = &on.state;
        let vertical = state.font.as_ref().is_some_and(|f| f.vertical);
        let scale = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise]);
        let to_page = scale.then(&on.text).then(&state.ctm);
        let at = |x, y| to_page.apply(Point { x, y });
        let quad = if vertical {
            Quad([at(-0.5, 0.0), at(-0.5, advance), at(0.5, advance), at(0.5, 0.0)])
        } else {
            Quad([at(0.0, LOW), at(advance, LOW), at(advance, HIGH), at(0.0, HIGH)])
        };
        let [_, _, c, d, _, _] = to_page.0;
        let mut chars = shown.text.as_deref().unwrap_or_default().chars();
        let meaning = match (chars.next(), chars.next()) {
            (None, _) => Meaning::Unknown,
            (Some(c), None) => Meaning::Char(c),
            _ => Meaning::Text(shown.text.unwrap_or_default().into_boxed_str()),
        };
        self.read.scene.glyphs.push(Glyph {
            meaning,
            quad,
            ink: None,
            em: c.hypot(d),
            spacing: state.char_space.max(0.0) * state.scale.abs() * c.hypot(d)
                / state.size.abs().max(1e-9),
            invisible: matches!(state.mode, 3 | 7),
            hidden: false,
            vertical,
            place: on.place,
            font: Rc::clone(&self.name),
        });
        let space = if shown.code == 32 && shown.length == 1 { state.word_space } else { 0.0 };
        on.advance(advance * state.size + state.char_space + space);
    }
}

impl State {
    fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

impl Stream {
    fn begin(&mut self, at: Matrix) {
        (self.text, self.line, self.sure) = (at, at, true);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.begin(Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.line));
    }

    /// Moves on in the direction of writing.
    fn advance(&mut self, by: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|f| f.vertical);
        let (x, y) = if vertical { (0.0, by) } else { (by * self.state.scale, 0.0) };
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.text);
    }
}

fn matrix(numbers: Option<Vec<f64>>) -> Option<Matrix> {
    numbers.and_then(|n| n.try_into().ok()).map(Matrix)
}

fn numbers(held: &[Value]) -> Option<Matrix> {
    matrix(held.iter().map(Value::number).collect())
}

/// What carries a form's bounding box onto an annotation's rectangle, its own matrix aside.
fn placed(reader: &Reader<'_, '_>, form: &Value, to: &[f64]) -> Option<Matrix> {
    let file = &reader.second.file;
    let object = file.resolved(form)?;
    let dict = object.dict()?;
    let own = matrix(file.numbers(dict, b"Matrix")).unwrap_or(Matrix::IDENTITY);
    let rect = |n: &[f64]| match n {
        [x0, y0, x1, y1] => Some(Rect::new(*x0, *y0, *x1, *y1)),
        _ => None,
    };
    let from = own.quad(&rect(&file.numbers(dict, b"BBox")?)?).bounds();
    let to = rect(to)?;
    let (sx, sy) = (to.width() / from.width(), to.height() / from.height());
    let placed = Matrix([sx, 0.0, 0.0, sy, to.x0 - sx * from.x0, to.y0 - sy * from.y0]);
    (sx.is_finite() && sy.is_finite()).then_some(placed)
}

/// Behind the end of an inline image whose bytes begin at `from`.
fn picture_end(data: &[u8], from: usize) -> usize {
    let rest = data.get(from..).unwrap_or_default();
    let ends = |w: &[u8]| match w {
        [before, b'E', b'I', behind] => is_white(*before) && is_white(*behind),
        _ => false,
    };
    rest.windows(4).position(ends).map_or(data.len(), |at| from + at + 3)
}
