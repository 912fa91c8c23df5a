//! Annotations and form fields: what is seen of them comes over, what they say and do not.

use hayro_syntax::object::{Array, Dict, Name, Object as Source, ObjectIdentifier, String as Text};
use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::Graph;
use super::keep::Role;
use crate::refusal::Refusal;

const HIDDEN: i64 = 1 << 1;
const NO_VIEW: i64 = 1 << 5;
/// What a widget takes from the fields above it.
const FIELD: [&str; 7] = ["FT", "Ff", "V", "DA", "Q", "MaxLen", "Opt"];

impl<'a> Graph<'a> {
    pub(super) fn bring_annotations(
        &mut self,
        page: &Dict<'a>,
        to: ObjectId,
    ) -> Result<(), Refusal> {
        let mut kept = Vec::new();
        if let Some(list) = page.get::<Array<'a>>("Annots") {
            for item in list.raw_iter() {
                let (dict, id) = match item.as_obj_ref() {
                    Some(id) => (self.pdf.xref().get::<Dict<'a>>(id.into()), Some(id.into())),
                    None => (direct(item), None),
                };
                let Some(dict) = dict else { continue };
                if let Some(new) = self.annotation(&dict, id, to)? {
                    kept.push((dict, new));
                }
            }
        }
        if !kept.is_empty()
            && let Some(page) = self.dictionary_mut(to)
        {
            let list: Vec<Object> = kept.iter().map(|(_, id)| Object::Reference(*id)).collect();
            page.set("Annots", list);
        }
        self.annotations.push(kept);
        Ok(())
    }

    fn annotation(
        &mut self,
        source: &Dict<'a>,
        id: Option<ObjectIdentifier>,
        page: ObjectId,
    ) -> Result<Option<ObjectId>, Refusal> {
        let kind = source.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or(&b""[..], |n| n.as_ref());
        let flags = source.get::<i64>("F").unwrap_or(0);
        let has_picture = source.get::<Dict<'_>>("AP").is_some_and(|ap| ap.contains_key("N"));
        let signature = source.get::<Name<'_>>("FT").is_some_and(|n| n.as_ref() == b"Sig");
        self.count_words(source, kind);
        // What is not shown is not disclosed; what plays or opens something shows its picture.
        let behaviour = matches!(
            kind,
            b"FileAttachment" | b"Sound" | b"Movie" | b"Screen" | b"3D" | b"RichMedia" | b"TrapNet"
        );
        if matches!(kind, b"Popup" | b"")
            || flags & (HIDDEN | NO_VIEW) != 0
            || (behaviour && !has_picture)
            || id.is_some_and(|id| self.ids.contains_key(&id))
        {
            self.count("hidden annotation", usize::from(kind != b"Popup"));
            return Ok(None);
        }
        let Some(Object::Dictionary(mut out)) =
            self.convert(&Source::Dict(source.clone()), Role::Annotation, 0)?
        else {
            return Ok(None);
        };
        out.set("Type", "Annot");
        // Print, and nothing that lets a reader change it.
        out.set("F", flags & !(HIDDEN | NO_VIEW) | 4);
        out.set("P", Object::Reference(page));
        match kind {
            b"Link" => self.link_target(source, &mut out),
            b"Widget" if !signature => self.field(source, &mut out)?,
            _ if behaviour || kind == b"Widget" => {
                self.count("signature", usize::from(signature));
                if signature {
                    self.notes.push("a digital signature was removed".to_owned());
                }
                if !has_picture {
                    return Ok(None);
                }
                only_picture(&mut out, signature);
            }
            b"Redact" => {
                self.count("redaction mark that was not carried out", 1);
                self.notes.push(
                    "the source held redaction marks that were not carried out: what they meant \
                     to remove is still there, unless this plan removed it"
                        .to_owned(),
                );
                if !has_picture {
                    return Ok(None);
                }
                only_picture(&mut out, false);
            }
            _ if has_picture => only_form_keys_gone(&mut out),
            // Its words are its picture.
            b"FreeText" => {
                if let Some(words) = source.get::<Text<'_>>("Contents") {
                    out.set("Contents", Object::string_literal(words.as_bytes().to_vec()));
                }
            }
            _ => only_form_keys_gone(&mut out),
        }
        let new = self.new_id();
        if let Some(id) = id {
            self.ids.insert(id, new);
        }
        self.doc.objects.insert(new, out.into());
        Ok(Some(new))
    }

    fn count_words(&mut self, source: &Dict<'a>, kind: &[u8]) {
        let said = ["Contents", "RC", "T", "Subj", "NM"];
        if kind != b"Widget" && said.iter().any(|key| source.contains_key(key)) {
            self.count("words of an annotation", 1);
        }
        if ["A", "AA", "PA"].iter().any(|key| source.contains_key(key)) && kind != b"Link" {
            self.count("action", 1);
        }
    }

    /// A link keeps where it leads, within the document or to the web.
    fn link_target(&mut self, source: &Dict<'a>, out: &mut Dictionary) {
        only_form_keys_gone(out);
        if let Some(to) = self.destination(source) {
            out.set("Dest", to);
            return;
        }
        let Some(action) = source.get::<Dict<'a>>("A") else { return };
        let web = action.get::<Name<'_>>("S").is_some_and(|n| n.as_ref() == b"URI");
        match action.get::<Text<'_>>("URI") {
            Some(address) if web => {
                let address = Object::string_literal(address.as_bytes().to_vec());
                out.set("A", dictionary! { "S" => "URI", "URI" => address });
            }
            _ => self.count("action", 1),
        }
    }

    /// A field stands for itself: what it took from above becomes its own, and its name neutral.
    fn field(&mut self, source: &Dict<'a>, out: &mut Dictionary) -> Result<(), Refusal> {
        for key in FIELD {
            let mut node = source.get::<Dict<'a>>("Parent");
            for _ in 0..self.limits.depth {
                let Some(above) = node else { break };
                if !out.has(key.as_bytes())
                    && let Some(value) = above.get_raw::<Source<'a>>(key)
                    && let Some(value) = self.value(value, Role::Plain, 0)?
                {
                    out.set(key, value);
                }
                node = above.get::<Dict<'a>>("Parent");
            }
        }
        if matches!(out.get(b"FT"), Ok(Object::Name(n)) if n == b"Sig") {
            self.count("signature", 1);
            self.notes.push("a digital signature was removed".to_owned());
            only_picture(out, true);
        }
        Ok(())
    }

    /// The interactive form around the fields that came over.
    pub(super) fn bring_form(
        &mut self,
        catalog: &Dict<'a>,
        frame: &mut Dictionary,
    ) -> Result<(), Refusal> {
        let Some(source) = catalog.get::<Dict<'a>>("AcroForm") else { return Ok(()) };
        self.count("XFA form", usize::from(source.contains_key("XFA")));
        let mut fields = Vec::new();
        for (_, id) in self.annotations.iter().flatten() {
            if let Some(Object::Dictionary(dict)) = self.doc.objects.get_mut(id)
                && dict.has(b"FT")
            {
                dict.set("T", Object::string_literal(format!("f{}", fields.len() + 1)));
                fields.push(Object::Reference(*id));
            }
        }
        if fields.is_empty() {
            return Ok(());
        }
        let mut form = dictionary! { "Fields" => fields };
        for (key, role) in [
            ("DR", Role::Resources),
            ("DA", Role::Plain),
            ("Q", Role::Plain),
            ("NeedAppearances", Role::Plain),
        ] {
            if let Some(value) = source.get_raw::<Source<'a>>(key)
                && let Some(value) = self.value(value, role, 0)?
            {
                form.set(key, value);
            }
        }
        frame.set("AcroForm", form);
        Ok(())
    }
}

fn direct<'a>(item: hayro_syntax::object::MaybeRef<Source<'a>>) -> Option<Dict<'a>> {
    match item {
        hayro_syntax::object::MaybeRef::NotRef(object) => object.into_dict(),
        hayro_syntax::object::MaybeRef::Ref(_) => None,
    }
}

/// An annotation that is a picture and nothing else; of a field, a button that nobody can press,
/// for a reader that shows no fields did not show it either.
fn only_picture(out: &mut Dictionary, field: bool) {
    const READ_ONLY_PUSH_BUTTON: i64 = 1 | 1 << 16;
    let keep: [&[u8]; 8] =
        [b"Type", b"Rect", b"AP", b"AS", b"F", b"P", b"StructParent", b"Subtype"];
    let gone: Vec<Vec<u8>> =
        out.iter().map(|(k, _)| k.clone()).filter(|k| !keep.contains(&k.as_slice())).collect();
    for key in gone {
        out.remove(&key);
    }
    if field {
        out.set("FT", "Btn");
        out.set("Ff", READ_ONLY_PUSH_BUTTON);
    } else {
        out.set("Subtype", "Stamp");
    }
}

fn only_form_keys_gone(out: &mut Dictionary) {
    for key in ["FT", "Ff", "V", "MK", "MaxLen", "TU", "Opt", "I", "TI"] {
        out.remove(key.as_bytes());
    }
}
