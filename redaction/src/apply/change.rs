//! What changes in one content stream, thing by thing.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use super::Account;
use super::decide::Decisions;
use super::edit::{Change, Editor, Uses};
use crate::graph::Graph;
use crate::images::{self, Burnt};
use crate::limits::Limits;
use crate::scene::{Category, Kind, Owner, Run, Scene, Shade, Thing};
use crate::vectors::{self, Cut};
use crate::{properties, text};

impl Editor {
    #[expect(clippy::too_many_arguments, reason = "as above")]
    pub(super) fn change(
        &mut self,
        graph: &mut Graph<'_>,
        scene: &Scene<'_>,
        number: usize,
        decisions: &Decisions,
        account: &mut Account,
        replaced: &[Option<ObjectId>],
        index: usize,
        limits: &Limits,
    ) -> Change {
        let mut change = Change::default();
        let Some(run) = scene.runs.get(number) else { return change };
        for span in &run.litter {
            change.splices.replace(*span, "");
        }
        // A name stays in use while one operator with it is left.
        let mut objects_left: Uses = BTreeSet::new();
        let mut objects_gone: Uses = BTreeSet::new();
        for thing in &run.things {
            let hidden = thing.hidden && decisions.drop_hidden && self.removals.layers;
            match &thing.kind {
                Kind::Show { first, count, free_end, .. } => {
                    let range = *first..*first + *count;
                    let gone = decisions.gone.get(range.clone()).unwrap_or_default();
                    let shifts = decisions.shifts.get(range.clone()).unwrap_or_default();
                    if !self.removals.glyphs {
                        continue;
                    }
                    if gone.iter().any(|g| *g) || shifts.iter().any(|s| *s != 0.0) {
                        let glyphs = scene.glyphs.get(range).unwrap_or_default();
                        let by =
                            text::without(&run.data, thing.span, glyphs, gone, shifts, *free_end);
                        change.splices.replace(thing.span, by);
                    }
                }
                Kind::Path(_) if !self.removals.shapes => {}
                Kind::Path(path) => {
                    let beyond = path.bounds.is_some_and(|b| decisions.is_cropped(&b));
                    let by = if (hidden || beyond) && !path.clips {
                        Vec::new()
                    } else {
                        let above = scene.is_above(number);
                        match vectors::cut(&run.data, thing.span, path, &decisions.region, above) {
                            Cut::Whole => continue,
                            Cut::By(by) => {
                                note_path(account, index, decisions, path.bounds);
                                by
                            }
                        }
                    };
                    let mut own = vectors::operators(&run.data, thing.span);
                    if let Some(paint) = own.pop() {
                        change.splices.replace(paint, by);
                    }
                    own.into_iter().for_each(|span| change.splices.replace(span, ""));
                }
                Kind::Image { .. } | Kind::InlineImage { .. } if hidden => {
                    change.splices.replace(thing.span, "");
                    objects_gone.extend(name_of(run, thing));
                }
                Kind::Image { .. } | Kind::InlineImage { .. } if !self.removals.pixels => {
                    objects_left.extend(name_of(run, thing));
                }
                Kind::Image { object, ctm } => {
                    let used = name_of(run, thing);
                    let burnt = object.and_then(|id| {
                        let place = graph.place(id)?;
                        let dict = graph.dictionary(place)?.clone();
                        let source = graph.source_stream(place)?;
                        Some(images::burn(graph, &source, &dict, ctm, &decisions.region, limits))
                    });
                    let name = self.image(graph, burnt, thing, &mut change, number, account, index);
                    match name {
                        true => objects_gone.extend(used),
                        false => objects_left.extend(used),
                    }
                }
                Kind::InlineImage { ctm } => {
                    let bytes = thing.span.of(&run.data);
                    let burnt = images::with_inline(bytes, |mut dict, source| {
                        name_colours(graph, run, number, scene, &mut dict);
                        images::burn(graph, source, &dict, ctm, &decisions.region, limits)
                    });
                    self.image(graph, burnt, thing, &mut change, number, account, index);
                }
                Kind::Child { via: Category::XObject, .. } if hidden => {
                    change.splices.replace(thing.span, "");
                    objects_gone.extend(name_of(run, thing));
                }
                Kind::Child { via, name, run: child } => {
                    let used = (*via, name.clone());
                    match replaced.get(*child).copied().flatten() {
                        None => {
                            objects_left.insert(used);
                        }
                        Some(new) => {
                            self.rename(graph, run, thing, *via, name, new, &mut change, index);
                            objects_gone.insert(used);
                        }
                    }
                }
                Kind::Blind { via, name } => {
                    change.splices.replace(thing.span, "");
                    objects_gone.insert((*via, name.clone()));
                }
                Kind::Shading { .. } if hidden => change.splices.replace(thing.span, ""),
                Kind::Shading { made_of: Shade::Smooth, .. } | Kind::Shading { clip: None, .. } => {
                }
                Kind::Shading { clip: Some(clip), .. } => {
                    if decisions.is_pictured(clip) {
                        change.splices.replace(thing.span, "");
                    }
                }
                Kind::Properties { .. } if !self.removals.properties => {}
                Kind::Properties { marked } => {
                    let touched = properties::touched(scene, &decisions.gone, *marked);
                    if let Some(by) = properties::clean(&run.data, thing.span, touched) {
                        change.splices.replace(thing.span, by);
                    }
                }
                Kind::Layer => change.splices.replace(thing.span, "/OC BMC"),
            }
        }
        change.dropped = objects_gone.difference(&objects_left).cloned().collect();
        change
    }

    /// Puts what became of an image in its place; tells whether its name is used no more.
    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn image(
        &mut self,
        graph: &mut Graph<'_>,
        burnt: Option<Burnt>,
        thing: &Thing,
        change: &mut Change,
        number: usize,
        account: &mut Account,
        index: usize,
    ) -> bool {
        let marks = account.report.marks.iter_mut().filter(|m| m.page == index);
        match burnt {
            None | Some(Burnt::Whole) => return false,
            Some(Burnt::Gone) => change.splices.replace(thing.span, ""),
            Some(Burnt::Unreadable(why)) => {
                graph.notes.push(format!(
                    "an image on page {} was left out: {why}",
                    index.saturating_add(1)
                ));
                change.splices.replace(thing.span, "");
            }
            Some(Burnt::By(picture)) => {
                let mut image = picture.image;
                for (key, mask) in picture.masks {
                    let id = self.share(graph, mask);
                    image.dict.set(key, Object::Reference(id));
                }
                let id = self.share(graph, image);
                let name = new_name(number, change.added.len());
                change.splices.replace(thing.span, [b"/", name.as_slice(), b" Do"].concat());
                change.added.push((Category::XObject, name, Object::Reference(id)));
            }
        }
        marks.for_each(|m| m.images += 1);
        true
    }

    fn share(&mut self, graph: &mut Graph<'_>, stream: Stream) -> ObjectId {
        let key: [u8; 32] = Sha256::new()
            .chain_update(format!("{:?}", stream.dict))
            .chain_update(&stream.content)
            .finalize()
            .into();
        *self.images.entry(key).or_insert_with(|| graph.add(stream))
    }

    /// Has `thing` draw `new` in place of what `name` stands for.
    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn rename(
        &mut self,
        graph: &mut Graph<'_>,
        run: &Run<'_>,
        thing: &Thing,
        via: Category,
        name: &[u8],
        new: ObjectId,
        change: &mut Change,
        page: usize,
    ) {
        let fresh = new_name(new.0 as usize, 0);
        let by = match via {
            Category::ExtGState => [b"/", fresh.as_slice(), b" gs"].concat(),
            Category::Pattern => properties::renamed(&run.data, thing.span, name, &fresh),
            _ => [b"/", fresh.as_slice(), b" Do"].concat(),
        };
        change.splices.replace(thing.span, by);
        let object = if via == Category::ExtGState {
            let own = run.scope.reference(via, name).and_then(|id| graph.place(id));
            let settings = match own {
                Some(place) => graph.dictionary(place).cloned(),
                None => written_out(graph, run, page, name),
            };
            let mut settings = settings.unwrap_or_default();
            let mask = settings.get(b"SMask").map(|o| graph.resolve(o));
            let mut mask = match mask {
                Ok(Object::Dictionary(mask)) => mask.clone(),
                _ => Dictionary::new(),
            };
            mask.set("G", Object::Reference(new));
            settings.set("SMask", mask);
            settings.into()
        } else {
            Object::Reference(new)
        };
        change.added.push((via, fresh, object));
    }
}

/// Settings that are no object of their own, but stand among the resources they are named in.
fn written_out(graph: &Graph<'_>, run: &Run<'_>, page: usize, name: &[u8]) -> Option<Dictionary> {
    let owner = match run.scope.owner {
        Owner::Page => graph.pages.get(page).copied()?,
        Owner::Stream(id) => graph.place(id)?,
    };
    let within =
        |dict: &Dictionary, key: &[u8]| graph.resolve(dict.get(key).ok()?).as_dict().ok().cloned();
    let resources = within(graph.dictionary(owner)?, b"Resources")?;
    within(&within(&resources, b"ExtGState")?, name)
}

fn new_name(run: usize, number: usize) -> Vec<u8> {
    format!("Rd{run}x{number}").into_bytes()
}

fn name_of(run: &Run<'_>, thing: &Thing) -> Option<(Category, Vec<u8>)> {
    let mut steps = crate::content::Steps::within(&run.data, thing.span);
    steps.next()?;
    steps.name().map(|name| (Category::XObject, name.to_vec()))
}

/// A colour space that an inline image names is one of the stream's resources.
fn name_colours(
    graph: &Graph<'_>,
    run: &Run<'_>,
    _number: usize,
    _scene: &Scene<'_>,
    dict: &mut Dictionary,
) {
    let Ok(Object::Name(name)) = dict.get(b"ColorSpace") else { return };
    if let Some(space) =
        run.scope.reference(Category::ColorSpace, name).and_then(|id| graph.place(id))
    {
        dict.set("ColorSpace", Object::Reference(space));
    } else if let Some(space) =
        run.scope.object(Category::ColorSpace, name).and_then(|o| graph.direct(&o))
    {
        dict.set("ColorSpace", space);
    }
}

fn note_path(
    account: &mut Account,
    index: usize,
    decisions: &Decisions,
    bounds: Option<crate::geometry::Rect>,
) {
    let Some(bounds) = bounds else { return };
    if decisions.region.near(&bounds).next().is_some() {
        account.report.marks.iter_mut().filter(|m| m.page == index).for_each(|m| m.paths += 1);
    }
}
