//! Layers: what a part does not show, the volume does not show either.

use lopdf::{Dictionary, Document as Pdf, Object, dictionary};

use super::import::Import;

#[derive(Debug, Default)]
pub(super) struct Layers {
    all: Vec<Object>,
    off: Vec<Object>,
}

impl Layers {
    /// Notes the layers of a part and which of them are off. Called once its pages are taken over.
    pub(super) fn add(&mut self, import: &Import<'_>) {
        let pdf = &import.from;
        let Ok(catalog) = pdf.catalog() else { return };
        let Ok(properties) = pdf.get_dict_in_dict(catalog, b"OCProperties") else { return };
        let none = Dictionary::new();
        let view = pdf.get_dict_in_dict(properties, b"D").unwrap_or(&none);
        let (on, off) = (array(pdf, view, b"ON"), array(pdf, view, b"OFF"));
        let base = view.get(b"BaseState").and_then(Object::as_name);
        let base_off = base.is_ok_and(|state| state == b"OFF");
        for layer in array(pdf, properties, b"OCGs") {
            let Ok(id) = layer.as_reference() else { continue };
            let hidden = off.contains(&layer) || (base_off && !on.contains(&layer));
            // One that no page uses has not been taken over.
            if let Some(new) = import.moved.get(&id) {
                self.all.push((*new).into());
                if hidden {
                    self.off.push((*new).into());
                }
            }
        }
    }

    /// All are locked: nobody switches on what the part had off.
    pub(super) fn write(self, pdf: &mut Pdf) -> Option<Object> {
        if self.all.is_empty() {
            return None;
        }
        let view = dictionary! { "OFF" => self.off, "Locked" => self.all.clone() };
        let dict = dictionary! { "OCGs" => self.all, "D" => view };
        Some(pdf.add_object(dict).into())
    }
}

fn array(pdf: &Pdf, dict: &Dictionary, key: &[u8]) -> Vec<Object> {
    let list = dict.get(key).and_then(|list| pdf.dereference(list));
    list.ok().and_then(|(_, list)| list.as_array().ok().cloned()).unwrap_or_default()
}
