//! The operands of an operator.

use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Object, Stream};
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
