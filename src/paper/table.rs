//! Tables: a head on every page they run over, and rows kept whole where a page can hold them.

use super::layout::{Flow, RULE};
use super::lines::{self, Line};
use super::model::{Align, Colour, Run, Table};
use super::sizes;
use super::tags::NodeId;
use super::{MOST_PAGES, PaperProblem};

const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 3.6;
const HEAD_FILL: Colour = Colour::grey(232);

struct Grid<'t> {
    table: &'t Table,
    /// Left edge and width of each column.
    columns: Vec<(f32, f32)>,
    head: Vec<Vec<Line>>,
}

pub(super) fn lay(flow: &mut Flow<'_>, table: &Table, node: NodeId) -> Result<(), PaperProblem> {
    let columns = table.columns.len();
    if columns == 0 {
        return Err(PaperProblem::NoColumns);
    }
    if let Some(row) = table.rows.iter().find(|row| row.len() != columns) {
        return Err(PaperProblem::Ragged { columns, cells: row.len() });
    }
    let set = flow.sizes.table;
    let grid = Grid::new(table, flow.width(), set.size);
    let id = flow.laid.tree.add(node, "Table");
    flow.gap(set.leading * 0.5);
    let first =
        table.rows.first().map_or(0.0, |row| height(&grid.cells(row, set.size), set.leading));
    let head = height(&grid.head, set.leading);
    let caption = table
        .caption
        .as_deref()
        .map(|text| lines::fill(&[Run::bold(text)], set.size, flow.width()));
    let above = caption.as_ref().map_or(0.0, |lines| (lines.len() as f32 + 0.4) * set.leading);
    flow.need(above + head + first.min(set.leading * 6.0));
    if let Some(lines) = caption {
        let caption = flow.laid.tree.add(id, "Caption");
        for line in &lines {
            flow.line(caption, line, (sizes::LEFT, flow.y), set, Colour::BLACK);
            flow.y += set.leading;
        }
        flow.y += set.leading * 0.4;
    }
    let thead = flow.laid.tree.add(id, "THead");
    let row = flow.laid.tree.add(thead, "TR");
    let cells: Vec<NodeId> =
        (0..columns).map(|_| flow.laid.tree.add_heading_cell(row, "Column")).collect();
    grid.draw_head(flow, Some(&cells));
    let tbody = flow.laid.tree.add(id, "TBody");
    for row in &table.rows {
        let cells = grid.cells(row, set.size);
        let tr = flow.laid.tree.add(tbody, "TR");
        let ids: Vec<NodeId> = (0..columns).map(|_| flow.laid.tree.add(tr, "TD")).collect();
        grid.draw_row(flow, &cells, &ids);
        if flow.laid.pages.len() > MOST_PAGES {
            return Err(PaperProblem::TooLong(MOST_PAGES));
        }
    }
    flow.after = flow.sizes.body.leading;
    Ok(())
}

fn height(cells: &[Vec<Line>], leading: f32) -> f32 {
    let most = cells.iter().map(Vec::len).max().unwrap_or(1);
    most.max(1) as f32 * leading + 2.0 * PAD_Y
}

/// The columns' shares, but none so narrow that a word would have to be cut, if there is room at all.
fn widths(table: &Table, width: f32, size: f32) -> Vec<f32> {
    let share = |at: usize| f32::from(table.columns[at].share.max(1));
    let least: Vec<f32> = (0..table.columns.len())
        .map(|at| {
            let head = [Run::bold(&*table.columns[at].head)];
            let cells = table.rows.iter().map(|row| lines::widest_word(&row[at], size));
            let word = cells.fold(lines::widest_word(&head, size), f32::max);
            // A column is not to give half the page to an address nobody can pronounce.
            (word + 2.0 * PAD_X + 0.1).min(width * 0.3)
        })
        .collect();
    let fits = least.iter().sum::<f32>() <= width;
    let mut fixed = vec![false; least.len()];
    loop {
        let free = (0..least.len()).filter(|at| !fixed[*at]);
        let shares: f32 = free.map(share).sum();
        let taken: f32 = (0..least.len()).filter(|at| fixed[*at]).map(|at| least[at]).sum();
        let of = |at: usize| {
            if fixed[at] { least[at] } else { (width - taken) * share(at) / shares }
        };
        let narrow = (0..least.len()).find(|at| fits && !fixed[*at] && of(*at) < least[*at]);
        match narrow {
            Some(at) => fixed[at] = true,
            None => return (0..least.len()).map(of).collect(),
        }
    }
}

impl<'t> Grid<'t> {
    fn new(table: &'t Table, width: f32, size: f32) -> Grid<'t> {
        let mut x = sizes::LEFT;
        let columns: Vec<(f32, f32)> = widths(table, width, size)
            .into_iter()
            .map(|wide| {
                x += wide;
                (x - wide, wide)
            })
            .collect();
        let head = table
            .columns
            .iter()
            .zip(&columns)
            .map(|(column, (_, wide))| {
                lines::fill(&[Run::bold(&*column.head)], size, wide - 2.0 * PAD_X)
            })
            .collect();
        Grid { table, columns, head }
    }

    fn cells(&self, row: &[Vec<Run>], size: f32) -> Vec<Vec<Line>> {
        let wide = self.columns.iter().map(|(_, wide)| wide - 2.0 * PAD_X);
        row.iter().zip(wide).map(|(cell, wide)| lines::fill(cell, size, wide)).collect()
    }

    /// The head; without nodes it is a repetition, which a screen reader is spared.
    fn draw_head(&self, flow: &mut Flow<'_>, nodes: Option<&[NodeId]>) {
        let set = flow.sizes.table;
        let high = height(&self.head, set.leading);
        flow.fill(sizes::LEFT, flow.y, flow.width(), high, HEAD_FILL);
        for (at, lines) in self.head.iter().enumerate() {
            self.draw_cell(flow, at, lines, nodes.map(|nodes| nodes[at]));
        }
        flow.y += high;
        flow.fill(sizes::LEFT, flow.y - 0.5, flow.width(), 0.9, Colour::grey(90));
    }

    fn draw_cell(&self, flow: &mut Flow<'_>, at: usize, lines: &[Line], node: Option<NodeId>) {
        let set = flow.sizes.table;
        let (left, wide) = self.columns[at];
        let align = self.table.columns[at].align;
        for (row, line) in lines.iter().enumerate() {
            let x = match align {
                Align::Left => left + PAD_X,
                Align::Right => left + wide - PAD_X - line.width,
            };
            let y = flow.y + PAD_Y + row as f32 * set.leading;
            match node {
                Some(node) => flow.line(node, line, (x, y), set, Colour::BLACK),
                None => flow.artifact(line, (x, y), set, Colour::BLACK),
            }
        }
    }

    /// A row; one that no page can hold goes on over the page, line by line.
    fn draw_row(&self, flow: &mut Flow<'_>, cells: &[Vec<Line>], nodes: &[NodeId]) {
        let leading = flow.sizes.table.leading;
        let page = sizes::BOTTOM - sizes::TOP - height(&self.head, leading);
        let whole = height(cells, leading);
        if flow.room() < whole && (whole <= page || flow.room() < leading * 4.0) {
            self.next_page(flow);
        }
        let mut from = 0;
        let most = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        while from < most {
            let fit = ((flow.room() - 2.0 * PAD_Y) / leading + 0.001).floor().max(1.0) as usize;
            let to = most.min(from + fit);
            for (at, lines) in cells.iter().enumerate() {
                let part = &lines[from.min(lines.len())..to.min(lines.len())];
                self.draw_cell(flow, at, part, Some(nodes[at]));
            }
            flow.y += (to - from) as f32 * leading + 2.0 * PAD_Y;
            flow.fill(sizes::LEFT, flow.y - 0.25, flow.width(), 0.5, RULE);
            from = to;
            if from < most {
                self.next_page(flow);
            }
        }
    }

    fn next_page(&self, flow: &mut Flow<'_>) {
        flow.new_page();
        self.draw_head(flow, None);
    }
}
