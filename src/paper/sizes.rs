//! The measures of a page, in points.

use super::model::{Level, TextSize};

pub(super) const PAGE_WIDTH: f32 = 595.276; // 210 mm
pub(super) const PAGE_HEIGHT: f32 = 841.89; // 297 mm
pub(super) const LEFT: f32 = 70.87; // 25 mm
pub(super) const RIGHT: f32 = PAGE_WIDTH - 70.87;
pub(super) const TOP: f32 = 68.0;
/// The last line stands above it; the stamp of a pack fits below the footer.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 76.0;
pub(super) const HEADER_BASELINE: f32 = 42.0;
pub(super) const FOOTER_BASELINE: f32 = PAGE_HEIGHT - 46.0;
/// A sheet folded in three shows the part from 52 mm on in the window of a DL envelope.
pub(super) const WINDOW_TOP: f32 = 147.4;
pub(super) const WIDTH: f32 = RIGHT - LEFT;

/// A size of type and the distance from baseline to baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub size: f32,
    pub leading: f32,
}

const fn set(size: f32, leading: f32) -> Type {
    Type { size, leading }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub body: Type,
    pub table: Type,
    pub small: Type,
    pub mono: Type,
    pub name: Type,
    one: Type,
    two: Type,
    three: Type,
}

impl Sizes {
    pub(super) fn of(size: TextSize) -> Sizes {
        match size {
            TextSize::Normal => Sizes {
                body: set(12.0, 16.8),
                table: set(10.0, 13.2),
                small: set(9.0, 12.0),
                mono: set(9.5, 12.8),
                name: set(17.0, 21.0),
                one: set(20.0, 25.0),
                two: set(15.0, 20.0),
                three: set(12.0, 16.8),
            },
            TextSize::Large => Sizes {
                body: set(16.0, 22.4),
                table: set(16.0, 21.0),
                small: set(12.0, 16.0),
                mono: set(14.0, 19.0),
                name: set(20.0, 25.0),
                one: set(26.0, 32.0),
                two: set(21.0, 27.0),
                three: set(17.0, 23.0),
            },
        }
    }

    pub(super) fn heading(&self, level: Level) -> Type {
        match level {
            Level::One => self.one,
            Level::Two => self.two,
            Level::Three => self.three,
        }
    }
}
