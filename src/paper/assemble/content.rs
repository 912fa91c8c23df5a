//! What a page draws, as far as a stamp has to know it: whether it closes what it opens, and about
//! where its words and pictures are.

use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};

use super::balance::Balance;
use super::stamp::Shown;
use super::tokens::{Token, tokens};

pub(super) struct Content {
    streams: Vec<Object>,
    balance: Balance,
    /// Left, bottom, right and top of what stands on the page as it is shown.
    pub taken: Vec<[f32; 4]>,
    /// Whether something fills the page, as a scan does.
    pub filled: bool,
}

/// Forms within forms are followed so far.
const DEEPEST: usize = 4;

/// More than this says nothing new about where a margin is clear.
const MOST_PLACES: usize = 20_000;

impl Content {
    pub(super) fn of(pdf: &Pdf, page: &Dictionary, shown: &Shown) -> Content {
        let streams = match page.get(b"Contents") {
            Ok(Object::Reference(id)) => match pdf.objects.get(id) {
                Some(Object::Array(list)) => list.clone(),
                Some(Object::Stream(_)) => vec![(*id).into()],
                _ => Vec::new(),
            },
            Ok(Object::Array(list)) => list.clone(),
            _ => Vec::new(),
        };
        let mut content = Content {
            streams: streams.into_iter().filter(|part| !matches!(part, Object::Null)).collect(),
            balance: Balance::default(),
            taken: Vec::new(),
            filled: false,
        };
        let resources = pdf.get_dict_in_dict(page, b"Resources").ok();
        let mut pen = Pen { pdf, shown, ctm: UNIT, states: Vec::new(), text: Text::default() };
        for part in content.streams.clone() {
            if let Ok((_, Object::Stream(stream))) = pdf.dereference(&part)
                && let Ok(bytes) = stream.get_plain_content()
            {
                pen.read(&bytes, resources, 0, &mut content);
            }
        }
        content
    }

    /// Puts a drawing behind the page's own, which is closed off first.
    pub(super) fn frame(self, pdf: &mut Pdf, page: &mut Dictionary, drawing: &str) {
        let plain = |text: String| Stream::new(dictionary! {}, text.into_bytes());
        let before = plain(self.balance.before());
        let after = plain(format!("{}{drawing}", self.balance.after()));
        let mut contents = vec![pdf.add_object(before).into()];
        contents.extend(self.streams);
        contents.push(pdf.add_object(after).into());
        page.set("Contents", contents);
    }
}

type Matrix = [f32; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone, Copy)]
struct Text {
    matrix: Matrix,
    line: Matrix,
    size: f32,
    leading: f32,
}

impl Default for Text {
    fn default() -> Text {
        Text { matrix: UNIT, line: UNIT, size: 1.0, leading: 0.0 }
    }
}

struct Pen<'p> {
    pdf: &'p Pdf,
    shown: &'p Shown,
    ctm: Matrix,
    states: Vec<(Matrix, Text)>,
    text: Text,
}

impl Pen<'_> {
    fn read(
        &mut self,
        bytes: &[u8],
        resources: Option<&Dictionary>,
        depth: usize,
        content: &mut Content,
    ) {
        let mut numbers: Vec<f32> = Vec::new();
        let (mut name, mut letters): (&[u8], usize) = (b"", 0);
        for token in tokens(bytes) {
            match token {
                Token::Number(number) => numbers.push(number),
                Token::Name(word) => name = word,
                Token::Text(length) => letters += length,
                Token::Operator(word) => {
                    if depth == 0 {
                        content.balance.operator(word);
                    }
                    match word {
                        b"Do" => self.place(name, resources, depth, content),
                        b"Tj" | b"TJ" | b"'" | b"\"" => self.show(word, letters, content),
                        _ => self.operator(word, &numbers),
                    }
                    numbers.clear();
                    letters = 0;
                }
            }
        }
    }

    fn operator(&mut self, word: &[u8], numbers: &[f32]) {
        let last = |count: usize| numbers.len().checked_sub(count).map(|from| &numbers[from..]);
        let six = || last(6).and_then(|six| Matrix::try_from(six).ok());
        match word {
            b"q" if self.states.len() < 1000 => self.states.push((self.ctm, self.text)),
            b"Q" => {
                if let Some((ctm, text)) = self.states.pop() {
                    (self.ctm, self.text) = (ctm, text);
                }
            }
            b"cm" => self.ctm = six().map_or(self.ctm, |matrix| times(matrix, self.ctm)),
            b"BT" => (self.text.matrix, self.text.line) = (UNIT, UNIT),
            b"Tf" => self.text.size = last(1).map_or(self.text.size, |size| size[0]),
            b"TL" => self.text.leading = last(1).map_or(self.text.leading, |by| by[0]),
            b"Tm" => {
                if let Some(matrix) = six() {
                    (self.text.matrix, self.text.line) = (matrix, matrix);
                }
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = last(2).and_then(|two| <[f32; 2]>::try_from(two).ok()) {
                    if word == b"TD" {
                        self.text.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            b"T*" => self.next_line(0.0, -self.text.leading),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.text.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.text.line);
        self.text.matrix = self.text.line;
    }

    /// A line of text; half its size is about the width of a letter.
    fn show(&mut self, word: &[u8], letters: usize, content: &mut Content) {
        if matches!(word, b"'" | b"\"") {
            self.next_line(0.0, -self.text.leading);
        }
        let size = self.text.size;
        let width = letters as f32 * size * 0.5;
        let matrix = times(self.text.matrix, self.ctm);
        self.take([0.0, -size * 0.25, width, size * 0.9], matrix, content);
        self.text.matrix = times([1.0, 0.0, 0.0, 1.0, width, 0.0], self.text.matrix);
    }

    fn place(
        &mut self,
        name: &[u8],
        resources: Option<&Dictionary>,
        depth: usize,
        content: &mut Content,
    ) {
        let Some(objects) = resources.and_then(|r| self.pdf.get_dict_in_dict(r, b"XObject").ok())
        else {
            return;
        };
        let Ok((_, Object::Stream(stream))) =
            objects.get(name).and_then(|object| self.pdf.dereference(object))
        else {
            return;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.take([0.0, 0.0, 1.0, 1.0], self.ctm, content),
            Ok(b"Form") if depth < DEEPEST && content.taken.len() < MOST_PLACES => {
                let own = self.pdf.get_dict_in_dict(&stream.dict, b"Resources").ok().or(resources);
                let matrix = stream.dict.get(b"Matrix").and_then(Object::as_array).ok();
                let numbers: Vec<f32> =
                    matrix.into_iter().flatten().filter_map(|n| n.as_float().ok()).collect();
                let matrix = Matrix::try_from(numbers).unwrap_or(UNIT);
                let ctm = times(matrix, self.ctm);
                let (pdf, shown) = (self.pdf, self.shown);
                let mut pen = Pen { pdf, shown, ctm, states: Vec::new(), text: Text::default() };
                if let Ok(bytes) = stream.get_plain_content() {
                    pen.read(&bytes, own, depth + 1, content);
                }
            }
            _ => {}
        }
    }

    fn take(&self, [left, bottom, right, top]: [f32; 4], matrix: Matrix, content: &mut Content) {
        let corners = [(left, bottom), (right, bottom), (left, top), (right, top)].map(|(x, y)| {
            let at = times([1.0, 0.0, 0.0, 1.0, x, y], matrix);
            self.shown.seen(at[4], at[5])
        });
        let mut frame = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (x, y) in corners {
            frame = [frame[0].min(x), frame[1].min(y), frame[2].max(x), frame[3].max(y)];
        }
        let (wide, high) = self.shown.size();
        if (frame[2] - frame[0]) * (frame[3] - frame[1]) > wide * high * 0.6 {
            content.filled = true;
        } else if content.taken.len() < MOST_PLACES {
            content.taken.push(frame);
        }
    }
}
