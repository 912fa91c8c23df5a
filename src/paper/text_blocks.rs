//! Headings, lists, facts and the like: each block of words onto its pages.

use super::Placed;
use super::layout::{Flow, RULE};
use super::lines;
use super::model::{Block, Colour, Fact, Level, Run, Style};
use super::sizes;
use super::tags::NodeId;

impl<'a> Flow<'a> {
    pub(super) fn heading(&mut self, level: Level, text: &str, next: &'a [Block], node: NodeId) {
        let set = self.sizes.heading(level);
        let runs = [Run::bold(text)];
        let lines = lines::fill(&runs, set.size, self.width());
        let before = match level {
            Level::One => set.leading * 1.0,
            Level::Two => set.leading * 1.0,
            Level::Three => set.leading * 0.7,
        };
        self.gap(before);
        let height = lines.len() as f32 * set.leading;
        self.need(height + next.first().map_or(0.0, |next| self.start_of(next)));
        let role = match level {
            Level::One => "H1",
            Level::Two => "H2",
            Level::Three => "H3",
        };
        let id = self.laid.tree.add(node, role);
        let page = self.laid.pages.len();
        self.laid.headings.push(Placed { level, text: text.to_owned(), page });
        let colour = if level == Level::One { self.accent } else { Colour::BLACK };
        for line in &lines {
            self.line(id, line, (sizes::LEFT, self.y), set, colour);
            self.y += set.leading;
        }
        self.after = match level {
            Level::One => set.leading * 0.5,
            Level::Two => set.leading * 0.3,
            Level::Three => set.leading * 0.15,
        };
    }

    /// How much of the next block must stand on the page of its heading.
    fn start_of(&self, next: &Block) -> f32 {
        let body = self.sizes.body;
        match next {
            Block::Heading { level, .. } => {
                self.sizes.heading(*level).leading * 2.0 + body.leading * 2.0
            }
            Block::Table(_) => self.sizes.table.leading * 5.0,
            Block::Image(_) => body.leading * 8.0,
            Block::Facts(_) => body.leading * 3.5,
            _ => body.leading * 2.5,
        }
    }

    /// About how high a block comes out; only to decide whether it begins a new page.
    pub(super) fn height_of(&self, block: &Block) -> f32 {
        let body = self.sizes.body;
        let lines = |runs: &[Run]| lines::fill(runs, body.size, self.width()).len() as f32;
        match block {
            Block::Heading { level, .. } => self.sizes.heading(*level).leading * 2.3,
            Block::Paragraph(runs) | Block::Note(runs) => (lines(runs) + 0.6) * body.leading,
            Block::Bullets(items) | Block::Numbered(items) => {
                items.iter().map(|item| (lines(item) + 0.3) * body.leading).sum()
            }
            Block::Facts(facts) => facts.len() as f32 * body.leading * 1.6,
            Block::Address(rows) => rows.len() as f32 * body.leading,
            Block::Table(table) => (table.rows.len() + 2) as f32 * self.sizes.table.leading * 2.0,
            Block::Together(blocks) => blocks.iter().map(|b| self.height_of(b)).sum(),
            Block::Mono(text) => text.lines().count() as f32 * self.sizes.mono.leading,
            Block::Image(_) => body.leading * 10.0,
            Block::Letterhead(_) => 80.0,
            Block::Rule | Block::Space => body.leading,
            Block::PageBreak => 0.0,
        }
    }

    pub(super) fn list(
        &mut self,
        items: &[Vec<Run>],
        label: impl Fn(usize) -> String,
        node: NodeId,
    ) {
        let body = self.sizes.body;
        let list = self.laid.tree.add(node, "L");
        let widest = label(items.len().saturating_sub(1));
        let hang = (lines::width_of(&widest, Style::Plain, body.size) + body.size * 0.6)
            .max(body.size * 1.4);
        for (at, item) in items.iter().enumerate() {
            self.gap(if at == 0 { 0.0 } else { body.leading * 0.25 });
            let entry = self.laid.tree.add(list, "LI");
            let lines = lines::fill(item, body.size, self.width() - hang);
            self.need(body.leading * lines.len().min(2) as f32);
            let tag = self.laid.tree.add(entry, "Lbl");
            let mark = lines::single(&label(at), Style::Plain, body.size);
            let x = sizes::LEFT + self.indent;
            self.line(tag, &mark, (x, self.y), body, Colour::BLACK);
            let text = self.laid.tree.add(entry, "LBody");
            self.indent += hang;
            self.paragraph(text, &lines, body);
            self.indent -= hang;
        }
        self.after = body.leading * 0.6;
    }

    pub(super) fn note(&mut self, runs: &[Run], node: NodeId) {
        let body = self.sizes.body;
        self.gap(body.leading * 0.6);
        let id = self.laid.tree.add(node, "P");
        let indent = 15.0;
        let lines = lines::fill(runs, body.size, self.width() - indent);
        self.need(body.leading * lines.len().min(3) as f32);
        self.indent += indent;
        for line in &lines {
            self.need(body.leading);
            self.fill(sizes::LEFT, self.y, 3.0, body.leading, self.accent);
            self.line(id, line, (sizes::LEFT + indent, self.y), body, Colour::BLACK);
            self.y += body.leading;
        }
        self.indent -= indent;
        self.after = body.leading * 0.9;
    }

    pub(super) fn facts(&mut self, facts: &[Fact], node: NodeId) {
        let body = self.sizes.body;
        let width_of = |fact: &Fact| lines::width_of(&fact.name, Style::Bold, body.size) + 14.0;
        let widest = facts.iter().map(width_of).fold(0.0, f32::max);
        let names = widest.min(self.width() * 0.4);
        let list = self.laid.tree.add(node, "Table");
        let pad = body.leading * 0.22;
        for fact in facts {
            self.gap(0.0);
            // Half a point more than the widest needs, or rounding breaks it within the word.
            let name = lines::fill(&[Run::bold(&*fact.name)], body.size, names - 13.5);
            let value = lines::fill(&fact.value, body.size, self.width() - names);
            let height = name.len().max(value.len()) as f32 * body.leading;
            self.need(height.min(body.leading * 20.0) + pad * 2.0);
            self.y += pad;
            let row = self.laid.tree.add(list, "TR");
            let head = self.laid.tree.add_heading_cell(row, "Row");
            for (at, line) in name.iter().enumerate() {
                let y = self.y + at as f32 * body.leading;
                self.line(head, line, (sizes::LEFT, y), body, Colour::BLACK);
            }
            let cell = self.laid.tree.add(row, "TD");
            let foot = self.y + name.len() as f32 * body.leading;
            let page = self.laid.pages.len();
            self.indent += names;
            self.paragraph(cell, &value, body);
            self.indent -= names;
            if self.laid.pages.len() == page {
                self.y = self.y.max(foot);
            }
            self.y += pad;
            self.fill(sizes::LEFT, self.y, sizes::WIDTH, 0.5, RULE);
        }
        self.after = body.leading;
    }

    pub(super) fn mono(&mut self, text: &str, node: NodeId) {
        let set = self.sizes.mono;
        let letter = lines::width_of("n", Style::Mono, set.size);
        let columns = (self.width() / letter).floor().max(1.0) as usize;
        self.gap(0.0);
        // A tag for each paragraph: one for a whole log would be read out without a stop.
        for part in text.split("\n\n") {
            let id = self.laid.tree.add(node, "P");
            let lines = lines::preformatted(part, set.size, columns);
            self.paragraph(id, &lines, set);
            if !self.at_top() {
                self.y += set.leading;
            }
        }
        self.after = self.sizes.body.leading * 0.6;
    }
}
