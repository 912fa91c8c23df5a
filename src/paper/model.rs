//! What a document says, before anyone decides where on a page it stands.

/// A document to be typeset on A4.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub title: String,
    /// A BCP 47 tag: `en-GB` or `cy`. Screen readers choose their voice by it, we the footer's words.
    pub language: String,
    pub size: TextSize,
    /// The organisation's colour. Taken only where it is dark enough to be read on white.
    pub accent: Option<Colour>,
    pub header: Option<Header>,
    pub footer: Footer,
    pub blocks: Vec<Block>,
}

impl Document {
    /// An empty English document with page numbers.
    pub fn new(title: impl Into<String>) -> Document {
        Document {
            title: title.into(),
            language: "en-GB".into(),
            size: TextSize::Normal,
            accent: None,
            header: None,
            footer: Footer::PageNumbers,
            blocks: Vec::new(),
        }
    }
}

/// Sizes follow the UK Association for Accessible Formats: 12 point is clear print, 16 large print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    #[default]
    Normal,
    Large,
}

/// Small words at the head of each page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    pub left: String,
    pub right: String,
    /// Whether the first page has it too; a page with a letterhead needs none.
    pub on_first_page: bool,
}

/// What stands at the foot of each page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Footer {
    Nothing,
    #[default]
    PageNumbers,
    /// These words at the left, the page number at the right.
    Words(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    pub const BLACK: Colour = Colour(0, 0, 0);
    pub const fn grey(level: u8) -> Colour {
        Colour(level, level, level)
    }

    /// Whether letters in it have a contrast of 4.5 to 1 on white (WCAG 2.2, 1.4.3).
    pub fn is_dark(self) -> bool {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        1.05 / (light + 0.05) >= 4.5
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Letterhead(Letterhead),
    /// To whom it goes, a line each; under a letterhead it stands in the window of a DL envelope.
    Address(Vec<String>),
    Heading {
        level: Level,
        text: String,
    },
    Paragraph(Text),
    Bullets(Vec<Text>),
    Numbered(Vec<Text>),
    /// A passage set apart with a bar at its left.
    Note(Text),
    Facts(Vec<Fact>),
    Table(Table),
    Image(Picture),
    /// Text that keeps its own lines and spaces; a line too long for the page is wrapped.
    Mono(String),
    /// Blocks that stay on one page where one page can hold them, as a signature with its greeting.
    Together(Vec<Block>),
    Rule,
    Space,
    PageBreak,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    One,
    Two,
    Three,
}

/// The organisation at the head of a letter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Letterhead {
    pub name: String,
    /// Address and ways to reach it, a line each, at the right.
    pub lines: Vec<String>,
    pub mark: Option<Picture>,
}

/// One pair of a name and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub value: Text,
}

impl Fact {
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact { name: name.into(), value: plain(value) }
    }
}

/// A run of words in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub style: Style,
    /// An address that the words lead to.
    pub link: Option<String>,
}

pub type Text = Vec<Run>;

/// Words in the ordinary face.
pub fn plain(text: impl Into<String>) -> Text {
    vec![Run::plain(text)]
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), style: Style::Plain, link: None }
    }
    pub fn bold(text: impl Into<String>) -> Run {
        Run { text: text.into(), style: Style::Bold, link: None }
    }
    pub fn italic(text: impl Into<String>) -> Run {
        Run { text: text.into(), style: Style::Italic, link: None }
    }
    pub fn link(text: impl Into<String>, address: impl Into<String>) -> Run {
        Run { text: text.into(), style: Style::Plain, link: Some(address.into()) }
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Run {
        Run::plain(text)
    }
}

impl From<String> for Run {
    fn from(text: String) -> Run {
        Run::plain(text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    Plain,
    Bold,
    Italic,
    Mono,
}

/// A table; its head is repeated at the top of every page it runs over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Text>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    /// The column's part of the width; parts are added up, so any scale will do.
    pub share: u16,
    pub align: Align,
}

impl Column {
    pub fn new(head: impl Into<String>, share: u16) -> Column {
        Column { head: head.into(), share, align: Align::Left }
    }
    pub fn right(head: impl Into<String>, share: u16) -> Column {
        Column { head: head.into(), share, align: Align::Right }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub pixels: Pixels,
    /// What it shows, for those who cannot see it. Empty where it only adorns.
    pub alt: String,
    /// How wide it is to be, in points; without it one pixel is 1/150 inch. Never wider than the text.
    pub width: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// Red, green, blue and opacity of each pixel, row by row from the top.
    Rgba {
        width: u32,
        height: u32,
        bytes: Vec<u8>,
    },
    Jpeg(Vec<u8>),
    Png(Vec<u8>),
}
