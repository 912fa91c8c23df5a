//! The operands of an operator.

use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Dict, Object, Stream, String as PdfString};
use hayro_syntax::page::Resources;

use crate::geometry::Matrix;

pub(crate) fn pattern<'a>(
    step: &Instruction<'_, '_>,
    resources: &Resources<'a>,
) -> Option<Stream<'a>> {
    let name = step.operands().find_map(|o| match o {
        Object::Name(name) => Some(name),
        _ => None,
    })?;
    match resources.get_pattern(name)? {
        Object::Stream(stream) => Some(stream),
        _ => None,
    }
}

pub(crate) fn number(step: &Instruction<'_, '_>, index: usize) -> Option<f64> {
    match step.operands().nth(index)? {
        Object::Number(n) => Some(n.as_f64()).filter(|n| n.is_finite()),
        _ => None,
    }
}

pub(crate) fn matrix(step: &Instruction<'_, '_>) -> Option<Matrix> {
    let n = |i| number(step, i);
    Some(Matrix([n(0)?, n(1)?, n(2)?, n(3)?, n(4)?, n(5)?]))
}

pub(crate) fn holds_operator(data: &[u8], operator: &[u8]) -> bool {
    data.windows(operator.len()).any(|w| w == operator)
}

/// What a marked content says in place of its glyphs (ISO 32000-2, 14.9).
pub(crate) fn spoken(step: &Instruction<'_, '_>, resources: &Resources<'_>) -> Option<String> {
    let said = |properties: &Dict<'_>| {
        let texts = ["ActualText", "Alt", "E"].iter();
        let texts = texts.filter_map(|key| properties.get::<PdfString<'_>>(key));
        let texts: Vec<_> = texts.map(|text| super::text_string(&text)).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    };
    match step.operands().nth(1)? {
        Object::Dict(properties) => said(properties),
        Object::Name(name) => said(&resources.properties.get::<Dict<'_>>(name.as_ref())?),
        _ => None,
    }
}
