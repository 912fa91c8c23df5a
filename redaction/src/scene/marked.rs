//! Marked content: layers, and property lists that say something.

use hayro_syntax::object::Object;

use super::run::{Reader, Reading, words};
use super::{Category, Kind, Marked};
use crate::content::{Span, Steps, Token};

impl<'a> Reader<'a, '_> {
    pub(super) fn begin_marked(
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
    pub(super) fn marked(&mut self, steps: &Steps<'_>, on: &Reading<'a>) -> usize {
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
}
