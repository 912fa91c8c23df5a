//! Blocks onto pages: who stands where, in points from the top left corner.

use std::sync::Arc;

use super::fonts::Face;
use super::lines::{self, Line};
use super::model::{Block, Colour, Document, Style};
use super::sizes::{self, Sizes, Type};
use super::tags::{Kid, NodeId, ROOT, Tree};
use super::{MOST_PAGES, PaperProblem, Placed, furniture, picture, table};

/// Something drawn.
#[derive(Debug)]
pub(super) struct Mark {
    /// Without it the mark is an artifact: a rule, a fill, a header or a footer.
    pub content: Option<Content>,
    pub ink: Ink,
}

/// Which marked content of its page this is, and of what kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Content {
    pub node: NodeId,
    pub mcid: usize,
    pub role: &'static str,
}

#[derive(Debug)]
pub(super) enum Ink {
    Letters { x: f32, baseline: f32, size: f32, face: Face, text: String, colour: Colour },
    Fill { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    Picture { x: f32, y: f32, width: f32, height: f32, index: usize },
}

/// A place on a page that leads somewhere.
#[derive(Debug)]
pub(super) struct Link {
    pub page: usize,
    pub node: NodeId,
    /// Left, top, right and bottom.
    pub frame: [f32; 4],
    pub address: Arc<str>,
    pub words: String,
}

#[derive(Debug)]
pub(super) struct Laid<'a> {
    pub pages: Vec<Vec<Mark>>,
    pub tree: Tree,
    pub headings: Vec<Placed>,
    pub pictures: Vec<picture::Ready<'a>>,
    pub links: Vec<Link>,
}

pub(super) fn lay(document: &Document) -> Result<Laid<'_>, PaperProblem> {
    let mut flow = Flow::new(document);
    flow.blocks(&document.blocks, ROOT)?;
    furniture::add(&mut flow.laid.pages, document, flow.sizes.small);
    Ok(flow.laid)
}

pub(super) const RULE: Colour = Colour::grey(178);
pub(super) const QUIET: Colour = Colour::grey(77);
const LINK: Colour = Colour(20, 60, 120);

pub(super) struct Flow<'a> {
    pub laid: Laid<'a>,
    pub sizes: Sizes,
    pub accent: Colour,
    /// How far down the page we are.
    pub y: f32,
    /// The space the last block wants after it.
    pub after: f32,
    pub indent: f32,
    pub letterhead: bool,
    /// How many marked contents the page has.
    contents: usize,
}

impl<'a> Flow<'a> {
    fn new(document: &Document) -> Flow<'a> {
        let laid = Laid {
            pages: vec![Vec::new()],
            tree: Tree::new(),
            headings: Vec::new(),
            pictures: Vec::new(),
            links: Vec::new(),
        };
        Flow {
            laid,
            sizes: Sizes::of(document.size),
            accent: document.accent.filter(|c| c.is_dark()).unwrap_or(Colour::BLACK),
            y: sizes::TOP,
            after: 0.0,
            indent: 0.0,
            letterhead: false,
            contents: 0,
        }
    }

    fn blocks(&mut self, blocks: &'a [Block], node: NodeId) -> Result<(), PaperProblem> {
        for (at, block) in blocks.iter().enumerate() {
            self.block(block, &blocks[at + 1..], node)?;
            if self.laid.pages.len() > MOST_PAGES {
                return Err(PaperProblem::TooLong(MOST_PAGES));
            }
        }
        Ok(())
    }

    fn block(
        &mut self,
        block: &'a Block,
        next: &'a [Block],
        node: NodeId,
    ) -> Result<(), PaperProblem> {
        let body = self.sizes.body;
        match block {
            Block::Letterhead(head) => self.letterhead(head, node)?,
            Block::Address(address) => self.address(address, node),
            Block::Heading { level, text } => self.heading(*level, text, next, node),
            Block::Paragraph(runs) => {
                self.gap(0.0);
                let id = self.laid.tree.add(node, "P");
                let lines = lines::fill(runs, body.size, self.width());
                self.paragraph(id, &lines, body);
                self.after = body.leading * 0.6;
            }
            Block::Bullets(items) => self.list(items, |_| "•".into(), node),
            Block::Numbered(items) => self.list(items, |at| format!("{}.", at + 1), node),
            Block::Note(runs) => self.note(runs, node),
            Block::Facts(facts) => self.facts(facts, node),
            Block::Table(table) => table::lay(self, table, node)?,
            Block::Image(picture) => self.image(picture, node)?,
            Block::Mono(text) => self.mono(text, node),
            Block::Together(blocks) => {
                let need: f32 = blocks.iter().map(|b| self.height_of(b)).sum();
                if need <= sizes::BOTTOM - sizes::TOP {
                    self.gap(0.0);
                    self.need(need);
                }
                self.blocks(blocks, node)?;
            }
            Block::Rule => {
                self.gap(body.leading * 0.4);
                self.need(1.0);
                self.fill(sizes::LEFT, self.y, sizes::WIDTH, 0.6, RULE);
                self.y += 0.6;
                self.after = body.leading * 0.6;
            }
            Block::Space => self.after += body.leading,
            Block::PageBreak => {
                if !self.at_top() {
                    self.new_page();
                }
            }
        }
        Ok(())
    }

    pub(super) fn width(&self) -> f32 {
        sizes::WIDTH - self.indent
    }

    pub(super) fn room(&self) -> f32 {
        sizes::BOTTOM - self.y
    }

    pub(super) fn at_top(&self) -> bool {
        self.y <= sizes::TOP
    }

    pub(super) fn new_page(&mut self) {
        self.laid.pages.push(Vec::new());
        self.y = sizes::TOP;
        self.after = 0.0;
        self.contents = 0;
    }

    /// Leaves the larger of what the last block wants after it and this one before it.
    pub(super) fn gap(&mut self, before: f32) {
        if !self.at_top() {
            self.y += self.after.max(before);
        }
        self.after = 0.0;
    }

    /// Goes to a new page unless so much room is left.
    pub(super) fn need(&mut self, height: f32) {
        if self.room() < height && !self.at_top() {
            self.new_page();
        }
    }

    /// Marks of one node in a row are one content.
    pub(super) fn draw(&mut self, node: Option<NodeId>, ink: Ink) {
        let at = self.laid.pages.len() - 1;
        let page = &mut self.laid.pages[at];
        let last = page.last().and_then(|mark| mark.content);
        let content = node.map(|node| match last {
            Some(last) if last.node == node => last,
            _ => {
                let mcid = self.contents;
                self.contents += 1;
                let entry = &mut self.laid.tree.nodes[node];
                entry.kids.push(Kid::Marked { page: at, mcid });
                Content { node, mcid, role: entry.role }
            }
        });
        page.push(Mark { content, ink });
    }

    pub(super) fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.draw(None, Ink::Fill { x, y, width, height, colour });
    }

    /// One line that says nothing new.
    pub(super) fn artifact(&mut self, line: &Line, at: (f32, f32), set: Type, colour: Colour) {
        let baseline = baseline(at.1, set);
        for piece in &line.pieces {
            let letters = Ink::Letters {
                x: at.0 + piece.x,
                baseline,
                size: set.size,
                face: piece.face,
                text: piece.text.clone(),
                colour,
            };
            self.draw(None, letters);
        }
    }

    /// One line with its top at `y`.
    pub(super) fn line(
        &mut self,
        node: NodeId,
        line: &Line,
        (x, y): (f32, f32),
        set: Type,
        colour: Colour,
    ) {
        let baseline = baseline(y, set);
        for piece in &line.pieces {
            let x = x + piece.x;
            let (target, ink) = match &piece.link {
                None => (node, colour),
                Some(address) => {
                    let target = self.link_node(node, address);
                    let words = piece.text.trim_end();
                    let width = lines::width_of(words, Style::Plain, set.size).min(piece.width);
                    let frame = [x, y, x + width, y + set.leading];
                    let at = self.laid.links.len();
                    self.laid.links.push(Link {
                        page: self.laid.pages.len() - 1,
                        node: target,
                        frame,
                        address: address.clone(),
                        words: words.to_owned(),
                    });
                    self.laid.tree.nodes[target].kids.push(Kid::Link(at));
                    self.fill(x, baseline + set.size * 0.12, width, set.size * 0.05, LINK);
                    (target, LINK)
                }
            };
            let letters = Ink::Letters {
                x,
                baseline,
                size: set.size,
                face: piece.face,
                text: piece.text.clone(),
                colour: ink,
            };
            self.draw(Some(target), letters);
        }
    }

    /// A link that runs over two lines is one link in two places.
    fn link_node(&mut self, node: NodeId, address: &Arc<str>) -> NodeId {
        if let Some(Kid::Node(last)) = self.laid.tree.nodes[node].kids.last()
            && let Some(link) = self.laid.links.last()
            && link.node == *last
            && Arc::ptr_eq(&link.address, address)
        {
            return *last;
        }
        self.laid.tree.add(node, "Link")
    }

    /// Lines over as many pages as they need, never one alone at the foot or the head of a page.
    pub(super) fn paragraph(&mut self, node: NodeId, lines: &[Line], set: Type) {
        let mut rest = lines;
        while !rest.is_empty() {
            let fit = (self.room() / set.leading).floor().max(0.0) as usize;
            let take = match rest.len() {
                n if n <= fit => n,
                n if n - fit == 1 && fit > 2 => fit - 1,
                _ if fit < 2 => 0,
                _ => fit,
            };
            if (take == 0 && self.at_top()) || self.laid.pages.len() > MOST_PAGES {
                break;
            }
            for line in &rest[..take] {
                let x = sizes::LEFT + self.indent;
                self.line(node, line, (x, self.y), set, Colour::BLACK);
                self.y += set.leading;
            }
            rest = &rest[take..];
            if !rest.is_empty() {
                self.new_page();
            }
        }
    }
}

/// The capitals are 0.73 em high; this puts them in the middle of the leading.
fn baseline(top: f32, set: Type) -> f32 {
    top + set.leading / 2.0 + set.size * 0.36
}
