//! How many components a colour space has.

use hayro_syntax::object::stream::ImageColorSpace;
use lopdf::Object;

use crate::graph::Graph;

pub(super) fn is_indexed(space: &Object) -> bool {
    match space {
        Object::Array(list) => {
            matches!(list.first(), Some(Object::Name(n)) if n == b"Indexed" || n == b"I")
        }
        _ => false,
    }
}

/// Components of a sample in `space`, if it is known (ISO 32000-2, 8.6).
pub(crate) fn components(graph: &Graph<'_>, space: &Object, depth: u32) -> Option<usize> {
    if depth > 4 {
        return None;
    }
    let by_name = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" | b"Indexed" | b"I" | b"Separation" => Some(1),
        b"DeviceRGB" | b"CalRGB" | b"Lab" | b"RGB" => Some(3),
        b"DeviceCMYK" | b"CalCMYK" | b"CMYK" => Some(4),
        _ => None,
    };
    match graph.resolve(space) {
        Object::Name(name) => by_name(name),
        Object::Array(list) => {
            let Some(Object::Name(name)) = list.first().map(|o| graph.resolve(o)) else {
                return None;
            };
            let second = list.get(1).map(|o| graph.resolve(o));
            match (name.as_slice(), second) {
                (b"ICCBased", Some(Object::Stream(profile))) => {
                    let n = profile.dict.get(b"N").map(|o| graph.resolve(o));
                    n.ok()?.as_i64().ok().and_then(|n| usize::try_from(n).ok())
                }
                (b"DeviceN", Some(Object::Array(names))) => Some(names.len()),
                (name, _) if list.len() == 1 => by_name(name),
                (name, _) => by_name(name),
            }
        }
        _ => None,
    }
}

/// What to call the colours of a picture that brought its own.
pub(super) fn device(colour: Option<ImageColorSpace>, components: usize) -> Object {
    let name = match (colour, components) {
        (Some(ImageColorSpace::Rgb), _) | (_, 3) => "DeviceRGB",
        (Some(ImageColorSpace::Cmyk), _) | (_, 4) => "DeviceCMYK",
        _ => "DeviceGray",
    };
    Object::Name(name.as_bytes().to_vec())
}
