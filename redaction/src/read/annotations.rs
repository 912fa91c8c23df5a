//! Annotations: which appearance is shown, where, and which are shown by none.

use hayro_syntax::object::{
    Array, Dict, Name, Object, Rect as PdfRect, Stream, String as PdfString,
};
use hayro_syntax::page::Page;

use super::interpret::form_matrix;
use super::warnings::Warning;
use crate::geometry::{Matrix, Rect};

/// The normal appearance in the annotation's present state.
pub(crate) fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'_>>("AP")?.get::<Object<'_>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => annotation
            .get::<Name<'_>>("AS")
            .and_then(|state| states.get::<Stream<'_>>(state))
            .or_else(|| states.get::<Stream<'_>>("Off")),
        _ => None,
    }
}

/// What carries the appearance's bounding box onto the annotation's rectangle, without the
/// form's own matrix.
pub(crate) fn placement(annotation: &Dict<'_>, appearance: &Stream<'_>) -> Option<Matrix> {
    let to = annotation.get::<PdfRect>("Rect")?;
    let bbox = appearance.dict().get::<[f64; 4]>("BBox").map(Rect::from)?;
    let from = form_matrix(appearance).quad(&bbox).bounds();
    if from.width() <= 0.0 || from.height() <= 0.0 {
        return None;
    }
    let (sx, sy) = (to.width() / from.width(), to.height() / from.height());
    Some(Matrix([sx, 0.0, 0.0, sy, to.x0 - sx * from.x0, to.y0 - sy * from.y0]))
}

/// Annotations that a reader would see elsewhere, but that carry no picture of themselves.
pub(crate) fn without_appearance(page: &Page<'_>) -> Vec<Warning> {
    const HIDDEN: u32 = 1 << 1;
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return Vec::new() };
    let mut fields = 0;
    let mut others: Vec<(String, usize)> = Vec::new();
    let mut files = 0;
    for annotation in annotations.iter::<Dict<'_>>() {
        let kind = annotation.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", |n| n.as_str());
        files += usize::from(kind == "FileAttachment");
        let shown = annotation.get::<u32>("F").unwrap_or(0) & HIDDEN == 0;
        if !shown || appearance(&annotation).is_some() {
            continue;
        }
        match kind {
            "Link" | "Popup" | "FileAttachment" | "" => {}
            "Widget" if filled_in(&annotation) => fields += 1,
            "Widget" => {}
            _ => match others.iter_mut().find(|(name, _)| name == kind) {
                Some((_, count)) => *count += 1,
                None => others.push((kind.to_owned(), 1)),
            },
        }
    }
    let mut warnings = Vec::new();
    if fields > 0 {
        warnings.push(Warning::FieldWithoutAppearance { fields });
    }
    warnings.extend(
        others
            .into_iter()
            .map(|(kind, count)| Warning::AnnotationWithoutAppearance { kind, count }),
    );
    if files > 0 {
        warnings.push(Warning::AttachedFiles { files });
    }
    warnings
}

/// Whether the field, or the one it belongs to, has a value that a form program would show.
fn filled_in(widget: &Dict<'_>) -> bool {
    let value = widget
        .get::<Object<'_>>("V")
        .or_else(|| widget.get::<Dict<'_>>("Parent").and_then(|p| p.get::<Object<'_>>("V")));
    match value {
        Some(Object::String(text)) => !is_empty(&text),
        Some(Object::Name(name)) => name.as_str() != "Off",
        Some(Object::Array(list)) => list.iter::<Object<'_>>().next().is_some(),
        Some(Object::Stream(_)) => true,
        _ => false,
    }
}

fn is_empty(text: &PdfString<'_>) -> bool {
    super::text_string(text).trim().is_empty()
}
