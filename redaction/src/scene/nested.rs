//! What a content stream draws through: forms, patterns, masks, appearances.

use std::rc::Rc;

use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};

use super::run::{Below, Reader, Reading};
use super::state::State;
use super::{Category, Kind, Owner, Scope, Shade, mesh};
use crate::content::{Span, Steps};
use crate::geometry::{Matrix, Rect};
use crate::refusal::Refusal;

impl<'a> Reader<'a, '_> {
    pub(super) fn object(
        &mut self,
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        let Some(name) = steps.name().map(<[u8]>::to_vec) else { return Ok(()) };
        self.used(on, Category::XObject, &name);
        let Some(stream) = on.scope.stream(Category::XObject, &name) else {
            self.unresolved(span, on, Category::XObject, name);
            return Ok(());
        };
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
                let via = Category::XObject;
                let run = self.form(&stream, id, &on.scope, on.state.clone(), below)?;
                self.add(on, span, child(via, name, run));
            }
            _ => {}
        }
        on.off.pop();
        Ok(())
    }

    /// What the shading of this name could draw.
    pub(super) fn shade(&self, name: &[u8], on: &Reading<'a>) -> Result<Shade, Refusal> {
        let dict = on.scope.dict(Category::Shading, name);
        if matches!(dict.and_then(|d| d.get::<i64>("ShadingType")), Some(2 | 3)) {
            return Ok(Shade::Smooth);
        }
        let Some(stream) = on.scope.stream(Category::Shading, name) else {
            return Ok(Shade::Unknown);
        };
        let data = self.budget.decode(&stream)?.unwrap_or_default();
        let points = mesh::points(stream.dict(), &data, &on.state.ctm);
        Ok(points.map_or(Shade::Unknown, Shade::Points))
    }

    /// A name that refers to something the reader does not give: an object within itself.
    fn unresolved(&mut self, span: Span, on: &Reading<'a>, via: Category, name: Vec<u8>) {
        if on.scope.reference(via, &name).is_some() {
            self.add(on, span, Kind::Blind { via, name });
        }
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

    pub(super) fn pattern(
        &mut self,
        span: Span,
        steps: &Steps<'_>,
        on: &mut Reading<'a>,
    ) -> Result<(), Refusal> {
        let Some(name) = steps.name().map(<[u8]>::to_vec) else { return Ok(()) };
        self.used(on, Category::Pattern, &name);
        let Some(cell) = on.scope.stream(Category::Pattern, &name) else {
            // A shading is a pattern too, without a stream.
            if on.scope.object(Category::Pattern, &name).is_none() {
                self.unresolved(span, on, Category::Pattern, name);
            }
            return Ok(());
        };
        let id = on.scope.reference(Category::Pattern, &name);
        let below =
            Below { ctm: on.base, hidden: on.hidden(), elsewhere: true, depth: on.depth + 1 };
        let run = self.once(&cell, id, &on.scope, below)?;
        self.add(on, span, child(Category::Pattern, name, run));
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

    pub(super) fn graphics_state(
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
        let Some(group) = mask.get::<Stream<'a>>("G") else {
            if mask.contains_key("G") {
                self.add(on, span, Kind::Blind { via: Category::ExtGState, name });
            }
            return Ok(());
        };
        let id = mask.get_ref("G").map(Into::into);
        // A mask stands where the page stands when it is set, unlike a pattern.
        let below = Below {
            ctm: on.state.ctm,
            hidden: on.hidden(),
            elsewhere: on.elsewhere,
            depth: on.depth + 1,
        };
        let run = self.once(&group, id, &on.scope, below)?;
        self.add(on, span, child(Category::ExtGState, name, run));
        Ok(())
    }

    /// The appearances of an annotation, placed as ISO 32000-2, 12.5.5 says.
    pub(super) fn annotation(
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

fn child(via: Category, name: Vec<u8>, run: Option<usize>) -> Kind {
    match run {
        Some(run) => Kind::Child { via, name, run },
        None => Kind::Blind { via, name },
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
