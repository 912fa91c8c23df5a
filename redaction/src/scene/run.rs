//! Follows the operators of a page and of whatever it draws through.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hayro_syntax::object::{Array, Dict, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

use super::path::Building;
use super::state::State;
use super::{Category, Kind, Owner, Run, Scene, Scope, Thing};
use crate::content::{Span, Steps, Token};
use crate::fonts::Fonts;
use crate::geometry::Matrix;
use crate::read::budget::Budget;
use crate::refusal::Refusal;

/// Deeper stacks of `q` are no page, but an attack on the reader.
const DEEPEST_SAVE: usize = 4096;

use crate::read::layers::Layers;

pub(crate) struct Reader<'a, 'r> {
    pub(super) fonts: &'r Fonts<'a>,
    pub(super) layers: &'r Layers,
    pub(super) budget: &'r Budget,
    pub(super) scene: Scene<'a>,
    pub(super) decoded: HashMap<ObjectIdentifier, Option<Rc<Vec<u8>>>>,
    /// Patterns and masks already followed, by what and where.
    pub(super) followed: HashMap<(ObjectIdentifier, [u64; 6]), usize>,
    /// Streams being read, so that none reads itself.
    pub(super) open: HashSet<ObjectIdentifier>,
}

/// One stream while it is read.
pub(super) struct Reading<'a> {
    pub(super) run: usize,
    pub(super) state: State<'a>,
    pub(super) scope: Rc<Scope<'a>>,
    pub(super) in_text: bool,
    pub(super) last_show: Option<usize>,
    /// One entry for each open marked content.
    pub(super) marked: Vec<Option<usize>>,
    pub(super) off: Vec<bool>,
    hidden: bool,
    pub(super) elsewhere: bool,
    pub(super) depth: u32,
    /// What patterns are laid out in.
    pub(super) base: Matrix,
    path: Building,
    uses: HashSet<(Category, Vec<u8>)>,
}

impl<'a> Reading<'a> {
    pub(super) fn hidden(&self) -> bool {
        self.hidden || self.off.iter().any(|off| *off)
    }

    /// The number the next thing will have.
    pub(super) fn things(&self, scene: &Scene<'a>) -> usize {
        scene.runs.get(self.run).map_or(0, |run| run.things.len())
    }
}

/// How a child stream stands to the one that draws it.
pub(super) struct Below {
    pub(super) ctm: Matrix,
    pub(super) hidden: bool,
    pub(super) elsewhere: bool,
    pub(super) depth: u32,
}

/// Reads `page` whole: contents, then the appearances of `annotations`.
pub(crate) fn read_page<'a>(
    page: &Page<'a>,
    fonts: &Fonts<'a>,
    layers: &Layers,
    budget: &Budget,
    annotations: &[Dict<'a>],
) -> Result<Scene<'a>, Refusal> {
    let mut reader = Reader {
        fonts,
        layers,
        budget,
        scene: Scene::default(),
        decoded: HashMap::new(),
        followed: HashMap::new(),
        open: HashSet::new(),
    };
    let (data, whole) = contents(page, budget)?;
    let data = Rc::new(data);
    let scope = Scope::new(Owner::Page, inherited(page.raw(), "Resources").unwrap_or_default());
    let below = Below { ctm: Matrix::IDENTITY, hidden: false, elsewhere: false, depth: 0 };
    reader.run(data, None, scope.clone(), State::new(Matrix::IDENTITY), below)?;
    for (index, annotation) in annotations.iter().enumerate() {
        reader.annotation(index, annotation, &scope)?;
    }
    reader.scene.incomplete = !whole;
    Ok(reader.scene)
}

/// What a page dictionary or a node above it says under `key`.
pub(crate) fn inherited<'a>(page: &Dict<'a>, key: &str) -> Option<Dict<'a>> {
    let mut node = page.clone();
    for _ in 0..64 {
        if node.contains_key(key) {
            return node.get(key);
        }
        node = node.get::<Dict<'a>>("Parent")?;
    }
    None
}

/// The page's content streams as one, and whether all of them could be unpacked.
fn contents(page: &Page<'_>, budget: &Budget) -> Result<(Vec<u8>, bool), Refusal> {
    let (mut all, mut whole) = (Vec::new(), true);
    let mut unpack = |stream: &Stream<'_>| {
        let data = budget.decode(stream)?;
        whole &= data.is_some();
        Ok::<_, Refusal>(data.unwrap_or_default())
    };
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        all = unpack(&stream)?;
    } else if let Some(parts) = page.raw().get::<Array<'_>>("Contents") {
        for part in parts.iter::<Stream<'_>>() {
            all.extend(unpack(&part)?);
            // Tokens do not run on from one stream into the next.
            all.push(b'\n');
        }
    }
    Ok((all, whole))
}

impl<'a> Reader<'a, '_> {
    pub(super) fn add(&mut self, on: &Reading<'a>, span: Span, kind: Kind) {
        let hidden = on.hidden();
        if let Some(run) = self.scene.runs.get_mut(on.run) {
            run.things.push(Thing { span, kind, hidden });
        }
    }

    pub(super) fn used(&mut self, on: &mut Reading<'a>, category: Category, name: &[u8]) {
        if !on.uses.contains(&(category, name.to_vec())) {
            on.uses.insert((category, name.to_vec()));
        }
    }

    pub(super) fn run(
        &mut self,
        data: Rc<Vec<u8>>,
        stream: Option<ObjectIdentifier>,
        scope: Rc<Scope<'a>>,
        state: State<'a>,
        below: Below,
    ) -> Result<usize, Refusal> {
        self.budget.depth(below.depth)?;
        self.budget.new_stream(&data)?;
        let run = self.scene.runs.len();
        self.scene.runs.push(Run {
            data: data.clone(),
            stream,
            scope: scope.clone(),
            things: Vec::new(),
            litter: Vec::new(),
            open_saves: 0,
            open_text: false,
            uses: Vec::new(),
        });
        let mut on = Reading {
            run,
            state,
            scope,
            in_text: false,
            last_show: None,
            marked: Vec::new(),
            off: Vec::new(),
            hidden: below.hidden,
            elsewhere: below.elsewhere,
            depth: below.depth,
            base: below.ctm,
            path: Building::default(),
            uses: HashSet::new(),
        };
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut litter = Vec::new();
        let mut steps = Steps::new(&data);
        while let Some(step) = steps.next() {
            self.budget.operator()?;
            match step.operator {
                b"q" if saved.len() < DEEPEST_SAVE => saved.push(on.state.clone()),
                b"Q" => match saved.pop() {
                    // Text matrices belong to the text object, not to the graphics state.
                    Some(before) => {
                        let (text, line) = (on.state.text, on.state.line);
                        on.state = before;
                        (on.state.text, on.state.line) = (text, line);
                    }
                    None => litter.push(step.span),
                },
                b"cm" => {
                    if let Some(m) = steps.numbers() {
                        on.state.ctm = Matrix(m).then(&on.state.ctm);
                    }
                }
                operator => self.operator(operator, step.span, &steps, &mut on)?,
            }
        }
        litter.extend_from_slice(steps.comments());
        let mut uses: Vec<_> = on.uses.into_iter().collect();
        uses.sort_unstable();
        if let Some(run) = self.scene.runs.get_mut(run) {
            run.litter = litter;
            run.open_saves = saved.len();
            run.open_text = on.in_text;
            run.uses = uses;
        }
        Ok(run)
    }

    fn operator(
        &mut self,
        operator: &[u8],
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        if self.text(operator, span, steps, on)? || on.path.step(operator, span, steps) {
            return Ok(());
        }
        match operator {
            b"w" => on.state.line_width = steps.number(0).unwrap_or(on.state.line_width),
            b"BMC" | b"BDC" => self.begin_marked(operator, span, steps, on),
            b"DP" => {
                let marked = self.marked(steps, on);
                self.add(on, span, Kind::Properties { marked });
            }
            b"EMC" => {
                on.marked.pop();
                on.off.pop();
            }
            b"gs" => self.graphics_state(span, steps, on)?,
            b"cs" | b"CS" => {
                if let Some(name) = steps.name() {
                    self.used(on, Category::ColorSpace, name);
                }
            }
            b"scn" | b"SCN" => self.pattern(span, steps, on)?,
            b"sh" => {
                if let Some(name) = steps.name() {
                    let name = name.to_vec();
                    self.used(on, Category::Shading, &name);
                    let made_of = self.shade(&name, on)?;
                    let clip = on.state.clip.clone();
                    self.add(on, span, Kind::Shading { made_of, clip });
                }
            }
            b"Do" => self.object(span, steps, on)?,
            b"BI" => {
                if let Some(Token::Dictionary(entries)) = steps.operands.first().map(|o| &o.token) {
                    for (key, value) in entries {
                        if let (b"CS" | b"ColorSpace", Token::Name(name)) =
                            (key.as_ref(), &value.token)
                        {
                            self.used(on, Category::ColorSpace, name);
                        }
                    }
                }
                let ctm = on.state.ctm;
                self.add(on, span, Kind::InlineImage { ctm });
            }
            _ => {
                let painted = on.path.paint(operator, &on.state.ctm, on.state.line_width);
                if let Some((start, path)) = painted {
                    if let Some(bounds) = path.bounds.filter(|_| path.clips) {
                        on.state.clip_to(&bounds);
                    }
                    let start = start.unwrap_or(span.start);
                    self.add(on, Span { start, end: span.end }, Kind::Path(path));
                }
            }
        }
        Ok(())
    }
}

/// Text of a string object (ISO 32000-2, 7.9.2.2).
pub(crate) fn words(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = utf16.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    }
    if let Some(utf8) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    bytes.iter().map(|b| char::from(*b)).collect()
}
