//! Annotations: what is seen of them stays, what they do goes.

use lopdf::{Dictionary, Object, ObjectId};

use super::import::Import;

/// The annotations of a page as the volume keeps them.
pub(super) fn kept(import: &mut Import<'_>, annotations: &Object, page: ObjectId) -> Vec<Object> {
    let Some(Object::Array(items)) = import.resolved(annotations) else { return Vec::new() };
    let mut notes = Vec::new();
    for item in items {
        let Some(Object::Dictionary(dict)) = import.resolved(&item) else { continue };
        let Some(note) = still(import, &dict) else { continue };
        let mut note = Object::Dictionary(note);
        import.adopt(&mut note);
        if let Object::Dictionary(note) = &mut note {
            note.set("P", page);
        }
        let id = import.into.add_object(note);
        if let Object::Reference(old) = item {
            // Tags speak of it by its number.
            import.moved.insert(old, id);
        }
        notes.push(id.into());
    }
    notes
}

/// One annotation without its actions, or none where nothing is seen of it.
fn still(import: &Import<'_>, dict: &Dictionary) -> Option<Dictionary> {
    const UNSEEN: i64 = 1 << 1 | 1 << 5; // hidden, not shown
    let kind = dict.get(b"Subtype").and_then(Object::as_name).ok()?;
    let flags = dict.get(b"F").and_then(Object::as_i64).unwrap_or(0);
    if flags & UNSEEN != 0 {
        return None;
    }
    let mut note = Dictionary::new();
    for key in [
        "Type",
        "Subtype",
        "Rect",
        "AP",
        "F",
        "Border",
        "BS",
        "C",
        "H",
        "QuadPoints",
        "StructParent",
        "OC",
        "BM",
        "CA",
        "ca",
        "Contents",
    ] {
        if let Ok(value) = dict.get(key.as_bytes()) {
            note.set(key, value.clone());
        }
    }
    match kind {
        b"Popup" => return None,
        b"Link" => {
            note.remove(b"AP");
            let action = dict.get(b"A").ok().and_then(|action| import.resolved(action));
            match web_address(import, action.as_ref()) {
                Some(address) => {
                    let mut action = Dictionary::new();
                    action.set("S", "URI");
                    action.set("URI", address);
                    note.set("A", action);
                }
                None => note.set("Dest", place(import, dict, action.as_ref())?),
            }
        }
        _ => {
            // A form field, a comment or an attachment is seen by its appearance and no more.
            let appearance = appearance(import, dict)?;
            note.set("Subtype", "Stamp");
            note.remove(b"H");
            note.remove(b"Contents");
            let mut looks = Dictionary::new();
            looks.set("N", appearance);
            note.set("AP", looks);
            note.set("F", flags | 1 << 6 | 1 << 7); // read only, locked
        }
    }
    Some(note)
}

fn web_address(import: &Import<'_>, action: Option<&Object>) -> Option<Object> {
    let action = action?.as_dict().ok()?;
    if action.get(b"S").and_then(Object::as_name).ok()? != b"URI" {
        return None;
    }
    let address = import.resolved(action.get(b"URI").ok()?)?;
    let text = address.as_str().ok()?.to_ascii_lowercase();
    let known = [&b"http://"[..], b"https://", b"mailto:", b"tel:"];
    known.iter().any(|scheme| text.starts_with(scheme)).then_some(address)
}

/// A place in the same part; one by name or elsewhere leads nowhere in a volume.
fn place(import: &Import<'_>, dict: &Dictionary, action: Option<&Object>) -> Option<Object> {
    let aim = match (dict.get(b"Dest"), action.and_then(|action| action.as_dict().ok())) {
        (Ok(aim), _) => aim,
        (_, Some(action))
            if action.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"GoTo") =>
        {
            action.get(b"D").ok()?
        }
        _ => return None,
    };
    let aim = import.resolved(aim)?;
    let page = aim.as_array().ok()?.first()?.as_reference().ok()?;
    import.moved.contains_key(&page).then_some(aim)
}

/// The picture of its normal state.
fn appearance(import: &Import<'_>, dict: &Dictionary) -> Option<Object> {
    let looks = import.resolved(dict.get(b"AP").ok()?)?;
    let normal = looks.as_dict().ok()?.get(b"N").ok()?;
    if import.is_stream(normal) {
        return Some(normal.clone());
    }
    let states = import.resolved(normal)?;
    let state = dict.get(b"AS").and_then(Object::as_name).ok()?;
    let one = states.as_dict().ok()?.get(state).ok()?;
    import.is_stream(one).then(|| one.clone())
}
