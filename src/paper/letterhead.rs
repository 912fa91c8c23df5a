//! What stands at the head of a letter, and pictures.

use super::layout::{Flow, Ink, QUIET};
use super::lines;
use super::model::{Letterhead, Picture, Run, Style};
use super::tags::NodeId;
use super::{PaperProblem, picture, sizes};

impl<'a> Flow<'a> {
    pub(super) fn address(&mut self, rows: &[String], node: NodeId) {
        let body = self.sizes.body;
        self.gap(body.leading);
        if self.letterhead && self.laid.pages.len() == 1 && self.y < sizes::WINDOW_TOP {
            self.y = sizes::WINDOW_TOP;
        }
        self.need(rows.len() as f32 * body.leading);
        for row in rows {
            let id = self.laid.tree.add(node, "P");
            let lines = lines::fill(&[Run::plain(&**row)], body.size, self.width());
            self.paragraph(id, &lines, body);
        }
        self.after = body.leading * 1.6;
    }

    pub(super) fn letterhead(
        &mut self,
        head: &'a Letterhead,
        node: NodeId,
    ) -> Result<(), PaperProblem> {
        self.letterhead = true;
        self.y = if self.at_top() { sizes::HEADER_BASELINE } else { self.y };
        let (name, small) = (self.sizes.name, self.sizes.small);
        let (top, mut left) = (self.y, sizes::LEFT);
        let mut foot = top;
        if let Some(mark) = &head.mark {
            let ready = picture::ready(mark)?;
            let (width, height) = ready.within(130.0, 48.0);
            self.place(ready, mark, (left, top, width, height), node);
            foot = top + height;
            left += width + 14.0;
        }
        let widest = head.lines.iter().map(|line| lines::width_of(line, Style::Plain, small.size));
        let contact = widest.fold(0.0, f32::max).min(sizes::WIDTH * 0.5);
        let id = self.laid.tree.add(node, "P");
        let mut y = top;
        let room = sizes::RIGHT - contact - 16.0 - left;
        for line in lines::fill(&[Run::bold(&*head.name)], name.size, room) {
            self.line(id, &line, (left, y), name, self.accent);
            y += name.leading;
        }
        foot = foot.max(y);
        y = top + (name.leading - small.leading) / 2.0;
        for row in &head.lines {
            let id = self.laid.tree.add(node, "P");
            for line in lines::fill(&[Run::plain(&**row)], small.size, contact + 0.1) {
                let x = sizes::RIGHT - line.width;
                self.line(id, &line, (x, y), small, QUIET);
                y += small.leading;
            }
        }
        self.y = foot.max(y) + 8.0;
        self.fill(sizes::LEFT, self.y, sizes::WIDTH, 1.6, self.accent);
        self.y += 1.6;
        self.after = self.sizes.body.leading * 1.5;
        Ok(())
    }

    pub(super) fn image(&mut self, picture: &'a Picture, node: NodeId) -> Result<(), PaperProblem> {
        let ready = picture::ready(picture)?;
        let most = self.width();
        let wanted = picture.width.map_or(most, f32::from).min(most);
        let natural = ready.width as f32 * 72.0 / 150.0;
        let width = if picture.width.is_some() { wanted } else { natural.min(most) };
        let size = ready.within(width, sizes::BOTTOM - sizes::TOP);
        self.gap(self.sizes.body.leading * 0.4);
        self.need(size.1);
        let x = sizes::LEFT + self.indent;
        self.place(ready, picture, (x, self.y, size.0, size.1), node);
        self.y += size.1;
        self.after = self.sizes.body.leading * 0.8;
        Ok(())
    }

    fn place(
        &mut self,
        ready: picture::Ready<'a>,
        picture: &Picture,
        (x, y, width, height): (f32, f32, f32, f32),
        node: NodeId,
    ) {
        let index = self.laid.pictures.len();
        self.laid.pictures.push(ready);
        let figure = (!picture.alt.is_empty()).then(|| {
            let id = self.laid.tree.add(node, "Figure");
            let entry = &mut self.laid.tree.nodes[id];
            entry.alt = Some(picture.alt.clone());
            let bottom = sizes::PAGE_HEIGHT - y - height;
            entry.frame = Some([x, bottom, x + width, bottom + height]);
            id
        });
        self.draw(figure, Ink::Picture { x, y, width, height, index });
    }
}
