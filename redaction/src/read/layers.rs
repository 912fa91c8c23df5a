//! Which optional content is off when the file is opened (ISO 32000-2, 8.11).

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, String as PdfString};

/// The layers that are off by default.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    pub(crate) fn of(pdf: &Pdf) -> Self {
        let xref = pdf.xref();
        let mut off = HashSet::new();
        let properties = xref
            .get::<Dict<'_>>(xref.root_id())
            .and_then(|catalog| catalog.get::<Dict<'_>>("OCProperties"));
        let Some(properties) = properties else { return Self::default() };
        let Some(config) = properties.get::<Dict<'_>>("D") else { return Self::default() };

        if config.get::<Name<'_>>("BaseState").is_some_and(|n| n.as_str() == "OFF") {
            off.extend(references(&properties, "OCGs"));
            for id in references(&config, "ON") {
                off.remove(&id);
            }
        }
        off.extend(references(&config, "OFF"));
        Self { off }
    }

    /// Whether what `owner` says under `key` (a layer, or a rule over layers) is off.
    pub(crate) fn hides(&self, owner: &Dict<'_>, key: &[u8]) -> bool {
        let Some(layer) = owner.get::<Dict<'_>>(key) else { return false };
        if layer.get::<Name<'_>>("Type").is_some_and(|n| n.as_str() == "OCMD") {
            return self.rule_hides(&layer);
        }
        owner.get_ref(key).is_some_and(|id| self.off.contains(&id.into()))
    }

    /// By policy alone: the drawing engine knows no visibility expressions, and what it draws is
    /// what a reviewer sees and what is proved.
    fn rule_hides(&self, rule: &Dict<'_>) -> bool {
        let mut layers = references(rule, "OCGs");
        if layers.is_empty() {
            layers.extend(rule.get_ref("OCGs").map(ObjectIdentifier::from));
        }
        if layers.is_empty() {
            return false;
        }
        let off = |id: &ObjectIdentifier| self.off.contains(id);
        let policy = rule.get::<Name<'_>>("P");
        match policy.as_ref().map(|n| n.as_str()) {
            Some("AllOn") => layers.iter().any(off),
            Some("AnyOff") => !layers.iter().any(off),
            Some("AllOff") => !layers.iter().all(off),
            _ => layers.iter().all(off),
        }
    }

    /// The names of the layers that are off, for a reviewer.
    pub(crate) fn names(&self, pdf: &Pdf) -> Vec<String> {
        let mut ids: Vec<_> = self.off.iter().copied().collect();
        ids.sort_unstable();
        ids.into_iter()
            .filter_map(|id| pdf.xref().get::<Dict<'_>>(id))
            .filter_map(|layer| layer.get::<PdfString<'_>>("Name"))
            .map(|name| super::text_string(&name))
            .collect()
    }
}

fn references(owner: &Dict<'_>, key: &str) -> Vec<ObjectIdentifier> {
    owner
        .get::<Array<'_>>(key)
        .map(|list| list.raw_iter().filter_map(|o| o.as_obj_ref()).map(Into::into).collect())
        .unwrap_or_default()
}
