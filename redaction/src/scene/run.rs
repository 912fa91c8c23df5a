//! Follows the operators of a page and of whatever it draws through.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

use super::path::Building;
use super::state::State;
use super::{Category, Kind, Marked, Owner, Run, Scene, Scope, Thing};
use crate::content::{Span, Steps, Token};
use crate::fonts::Fonts;
use crate::geometry::{Matrix, Rect};
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
    decoded: HashMap<ObjectIdentifier, Option<Rc<Vec<u8>>>>,
    /// Patterns and masks already followed, by what and where.
    followed: HashMap<(ObjectIdentifier, [u64; 6]), usize>,
    /// Streams being read, so that none reads itself.
    open: HashSet<ObjectIdentifier>,
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
    off: Vec<bool>,
    hidden: bool,
    pub(super) elsewhere: bool,
    depth: u32,
    /// What patterns are laid out in.
    base: Matrix,
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
struct Below {
    ctm: Matrix,
    hidden: bool,
    elsewhere: bool,
    depth: u32,
}

/// Reads `page` whole: contents, then the appearances of `annotations`.
pub(crate) fn read_page<'a>(
    page: &Page<'a>,
    fonts: &Fonts<'a>,
    layers: &Layers,
    budget: &Budget,
    annotations: &[Dict<'a>],
) -> Result<Scene<'a>, Refusal> {
    budget.new_stream();
    let mut reader = Reader {
        fonts,
        layers,
        budget,
        scene: Scene::default(),
        decoded: HashMap::new(),
        followed: HashMap::new(),
        open: HashSet::new(),
    };
    let data = Rc::new(contents(page, budget)?);
    let scope = Scope::new(Owner::Page, inherited(page.raw(), "Resources").unwrap_or_default());
    let below = Below { ctm: Matrix::IDENTITY, hidden: false, elsewhere: false, depth: 0 };
    reader.run(data, None, scope.clone(), State::new(Matrix::IDENTITY), below)?;
    for (index, annotation) in annotations.iter().enumerate() {
        reader.annotation(index, annotation, &scope)?;
    }
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

/// The page's content streams as one.
fn contents(page: &Page<'_>, budget: &Budget) -> Result<Vec<u8>, Refusal> {
    let mut all = Vec::new();
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        all = budget.decode(&stream)?.unwrap_or_default();
    } else if let Some(parts) = page.raw().get::<Array<'_>>("Contents") {
        for part in parts.iter::<Stream<'_>>() {
            all.extend(budget.decode(&part)?.unwrap_or_default());
            // Tokens do not run on from one stream into the next.
            all.push(b'\n');
        }
    }
    Ok(all)
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

    fn run(
        &mut self,
        data: Rc<Vec<u8>>,
        stream: Option<ObjectIdentifier>,
        scope: Rc<Scope<'a>>,
        state: State<'a>,
        below: Below,
    ) -> Result<usize, Refusal> {
        self.budget.depth(below.depth)?;
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
                    let dict = on.scope.dict(Category::Shading, &name);
                    let kind = dict.and_then(|d| d.get::<i64>("ShadingType"));
                    let mesh = !matches!(kind, Some(2 | 3));
                    let clip = on.state.clip.clone();
                    self.add(on, span, Kind::Shading { mesh, clip });
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

    fn begin_marked(
        &mut self,
        operator: &[u8],
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) {
        let tag = steps.name().unwrap_or_default();
        let name = steps.operands.get(1).and_then(|o| match &o.token {
            Token::Name(name) => Some(name.as_ref()),
            _ => None,
        });
        let off = match name {
            Some(name) if tag == b"OC" => self.layer_is_off(on, name),
            _ => false,
        };
        if operator == b"BMC" {
            on.marked.push(on.marked.last().copied().flatten());
        } else if tag == b"OC" {
            on.marked.push(on.marked.last().copied().flatten());
            self.add(on, span, Kind::Layer);
        } else {
            if let Some(name) = name {
                self.used(on, Category::Properties, name);
            }
            let marked = self.marked(steps, on);
            self.add(on, span, Kind::Properties { marked });
            on.marked.push(Some(marked));
        }
        on.off.push(off);
    }

    fn layer_is_off(&self, on: &Reading<'a>, name: &[u8]) -> bool {
        on.scope.category_dict(Category::Properties).is_some_and(|d| self.layers.hides(&d, name))
    }

    /// Notes what the properties of marked content say.
    fn marked(&mut self, steps: &Steps<'_>, on: &Reading<'a>) -> usize {
        let mut marked = Marked {
            within: on.marked.last().copied().flatten(),
            mcid: None,
            actual: None,
            said: Vec::new(),
        };
        match steps.operands.get(1).map(|o| &o.token) {
            Some(Token::Dictionary(entries)) => {
                for (key, value) in entries {
                    match (key.as_ref(), &value.token) {
                        (b"MCID", Token::Number(n)) => marked.mcid = Some(*n as i64),
                        (b"ActualText", Token::String(s)) => marked.actual = Some(words(s)),
                        (b"Alt" | b"E", Token::String(s)) => marked.said.push(words(s)),
                        _ => {}
                    }
                }
            }
            Some(Token::Name(name)) => {
                if let Some(dict) = on.scope.dict(Category::Properties, name) {
                    marked.mcid = dict.get::<i64>("MCID");
                    let text = |key: &str| match dict.get::<Object<'_>>(key) {
                        Some(Object::String(s)) => Some(words(s.as_bytes())),
                        _ => None,
                    };
                    let [actual, alt, expansion] = ["ActualText", "Alt", "E"].map(text);
                    marked.actual = actual;
                    marked.said.extend(alt.into_iter().chain(expansion));
                }
            }
            _ => {}
        }
        self.scene.marked.push(marked);
        self.scene.marked.len() - 1
    }

    fn object(
        &mut self,
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        let Some(name) = steps.name().map(<[u8]>::to_vec) else { return Ok(()) };
        self.used(on, Category::XObject, &name);
        let Some(stream) = on.scope.stream(Category::XObject, &name) else { return Ok(()) };
        let off = self.layers.hides(stream.dict(), b"OC");
        let kind = stream.dict().get::<Name<'_>>("Subtype");
        let id = on.scope.reference(Category::XObject, &name);
        on.off.push(off);
        match kind.as_ref().map(|n| n.as_ref()) {
            Some(b"Image") => {
                let ctm = on.state.ctm;
                self.add(on, span, Kind::Image { object: id, ctm });
            }
            Some(b"Form") => {
                let below = Below {
                    ctm: on.state.ctm,
                    hidden: on.hidden(),
                    elsewhere: on.elsewhere,
                    depth: on.depth + 1,
                };
                if let Some(run) = self.form(&stream, id, &on.scope, on.state.clone(), below)? {
                    self.add(on, span, Kind::Child { via: Category::XObject, name, run });
                }
            }
            _ => {}
        }
        on.off.pop();
        Ok(())
    }

    fn form(
        &mut self,
        form: &Stream<'a>,
        id: Option<ObjectIdentifier>,
        around: &Rc<Scope<'a>>,
        mut state: State<'a>,
        mut below: Below,
    ) -> Result<Option<usize>, Refusal> {
        let Some(id) = id else { return Ok(None) };
        if self.open.contains(&id) {
            return Ok(None);
        }
        let data = match self.decoded.get(&id) {
            Some(known) => known.clone(),
            None => {
                let data = self.budget.decode(form)?.map(Rc::new);
                self.decoded.insert(id, data.clone());
                data
            }
        };
        let Some(data) = data else { return Ok(None) };
        let scope = match form.dict().get::<Dict<'a>>("Resources") {
            Some(own) => Scope::new(Owner::Stream(id), own),
            None => around.clone(),
        };
        let matrix = form.dict().get::<[f64; 6]>("Matrix").map_or(Matrix::IDENTITY, Matrix);
        state.ctm = matrix.then(&below.ctm);
        if let Some(bbox) = form.dict().get::<[f64; 4]>("BBox").filter(|_| !below.elsewhere) {
            state.clip_to(&state.ctm.quad(&Rect::from(bbox)).bounds());
        }
        below.ctm = state.ctm;
        self.open.insert(id);
        let run = self.run(data, Some(id), scope, state, below);
        self.open.remove(&id);
        run.map(Some)
    }

    fn pattern(
        &mut self,
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        let Some(name) = steps.name().map(<[u8]>::to_vec) else { return Ok(()) };
        self.used(on, Category::Pattern, &name);
        let Some(cell) = on.scope.stream(Category::Pattern, &name) else { return Ok(()) };
        let id = on.scope.reference(Category::Pattern, &name);
        let below =
            Below { ctm: on.base, hidden: on.hidden(), elsewhere: true, depth: on.depth + 1 };
        if let Some(run) = self.once(&cell, id, &on.scope, below)? {
            self.add(on, span, Kind::Child { via: Category::Pattern, name, run });
        }
        Ok(())
    }

    /// A pattern or a mask: read once for one place, however often it is set.
    fn once(
        &mut self,
        stream: &Stream<'a>,
        id: Option<ObjectIdentifier>,
        around: &Rc<Scope<'a>>,
        below: Below,
    ) -> Result<Option<usize>, Refusal> {
        let Some(id) = id else { return Ok(None) };
        let key = (id, below.ctm.0.map(f64::to_bits));
        if let Some(run) = self.followed.get(&key) {
            return Ok(Some(*run));
        }
        let run = self.form(stream, Some(id), around, State::new(below.ctm), below)?;
        if let Some(run) = run {
            self.followed.insert(key, run);
        }
        Ok(run)
    }

    fn graphics_state(
        &mut self,
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        let Some(name) = steps.name().map(<[u8]>::to_vec) else { return Ok(()) };
        self.used(on, Category::ExtGState, &name);
        let Some(settings) = on.scope.dict(Category::ExtGState, &name) else { return Ok(()) };
        if let Some(width) = settings.get::<f64>("LW") {
            on.state.line_width = width;
        }
        if let Some(font) = settings.get::<Array<'a>>("Font") {
            let id = font.raw_iter().next().and_then(|o| o.as_obj_ref()).map(Into::into);
            if let Some(dict) = font.iter::<Dict<'a>>().next() {
                on.state.face = self.fonts.load(&dict, id);
            }
            if let Some(Object::Number(size)) = font.iter::<Object<'_>>().nth(1) {
                on.state.size = size.as_f64();
            }
        }
        let Some(mask) = settings.get::<Dict<'a>>("SMask") else { return Ok(()) };
        let Some(group) = mask.get::<Stream<'a>>("G") else { return Ok(()) };
        let id = mask.get_ref("G").map(Into::into);
        // A mask stands where the page stands when it is set, unlike a pattern.
        let below = Below {
            ctm: on.state.ctm,
            hidden: on.hidden(),
            elsewhere: on.elsewhere,
            depth: on.depth + 1,
        };
        if let Some(run) = self.once(&group, id, &on.scope, below)? {
            self.add(on, span, Kind::Child { via: Category::ExtGState, name, run });
        }
        Ok(())
    }

    /// The appearances of an annotation, placed as ISO 32000-2, 12.5.5 says.
    fn annotation(
        &mut self,
        index: usize,
        annotation: &Dict<'a>,
        page: &Rc<Scope<'a>>,
    ) -> Result<(), Refusal> {
        let Some(pictures) = annotation.get::<Dict<'a>>("AP") else { return Ok(()) };
        let hidden = self.layers.hides(annotation, b"OC");
        let normal = pictures.get_ref("N").map(ObjectIdentifier::from);
        let mut states = Vec::new();
        match pictures.get::<Object<'a>>("N") {
            Some(Object::Stream(stream)) => states.push((None, stream, normal)),
            Some(Object::Dict(dict)) => {
                let mut names: Vec<Vec<u8>> = dict.keys().map(|k| k.as_ref().to_vec()).collect();
                names.sort_unstable();
                for name in names {
                    if let Some(stream) = dict.get::<Stream<'a>>(&name) {
                        let id = dict.get_ref(&name).map(Into::into);
                        states.push((Some(name), stream, id));
                    }
                }
            }
            _ => {}
        }
        for (state, stream, id) in states {
            let Some(to) = placement(annotation, &stream) else { continue };
            let below = Below { ctm: to, hidden, elsewhere: false, depth: 1 };
            if let Some(run) = self.form(&stream, id, page, State::new(to), below)? {
                self.scene.appearances.push((index, state, run));
            }
        }
        Ok(())
    }
}

/// What carries an appearance's bounding box onto the annotation's rectangle, without the
/// form's own matrix.
fn placement(annotation: &Dict<'_>, appearance: &Stream<'_>) -> Option<Matrix> {
    let [x0, y0, x1, y1] = annotation.get::<[f64; 4]>("Rect")?;
    let to = Rect::new(x0, y0, x1, y1);
    let bbox = appearance.dict().get::<[f64; 4]>("BBox").map(Rect::from)?;
    let matrix = appearance.dict().get::<[f64; 6]>("Matrix").map_or(Matrix::IDENTITY, Matrix);
    let from = matrix.quad(&bbox).bounds();
    if from.width() <= 0.0 || from.height() <= 0.0 {
        return Some(Matrix::IDENTITY);
    }
    let (sx, sy) = (to.width() / from.width(), to.height() / from.height());
    Some(Matrix([sx, 0.0, 0.0, sy, to.x0 - sx * from.x0, to.y0 - sy * from.y0]))
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
