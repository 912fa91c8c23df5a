//! Plain text.

use super::super::model::{Block, Document, Footer, plain};
use super::super::{MOST_PAGES, PaperProblem, typeset};
use super::Drawn;

/// About as much as fits on [`MOST_PAGES`].
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Draws a text file up as pages.
///
/// # Errors
/// Where it would have more pages than anyone could read.
pub fn from_text(bytes: &[u8], title: &str) -> Result<Drawn, PaperProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(PaperProblem::TooLong(MOST_PAGES));
    }
    let mut document = Document::new(title);
    document.footer = Footer::Nothing;
    document.blocks = blocks(&decoded(bytes));
    let set = typeset(&document)?;
    Ok(Drawn { pdf: set.pdf, pages: set.pages })
}

/// The text of a file that does not say how it is written: as its byte order mark says, else UTF-8
/// if it is that, else Windows-1252, which it mostly is where it is neither.
pub fn decoded(bytes: &[u8]) -> String {
    let utf16 = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

/// Source: the index `windows-1252` of the WHATWG Encoding Standard.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// Text as blocks: where it is laid out in columns it keeps them, else it is set to be read.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = Vec::new();
    for (at, sheet) in text.split('\u{c}').enumerate() {
        if at > 0 {
            blocks.push(Block::PageBreak);
        }
        if has_columns(sheet) {
            blocks.push(Block::Mono(sheet.trim_matches('\n').to_owned()));
            continue;
        }
        // A blank line parts paragraphs; each further one was meant as space.
        let mut lines: Vec<String> = Vec::new();
        let mut blank = 0;
        for line in sheet.trim_matches('\n').split('\n') {
            if line.trim().is_empty() {
                blank += 1;
                continue;
            }
            if blank > 0 && !lines.is_empty() {
                blocks.push(Block::Paragraph(plain(std::mem::take(&mut lines).join("\n"))));
                blocks.extend((1..blank.min(3)).map(|_| Block::Space));
            }
            blank = 0;
            lines.push(spaced(line.trim_end()));
        }
        if !lines.is_empty() {
            blocks.push(Block::Paragraph(plain(lines.join("\n"))));
        }
    }
    blocks
}

/// Whether one line in ten is held together by tabs or runs of spaces.
fn has_columns(text: &str) -> bool {
    let written: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let aligned = written.iter().filter(|line| line.contains('\t') || line.contains("   ")).count();
    aligned * 10 >= written.len() && aligned > 0
}

/// Indents and double spaces stand as they were written: all but the last space of a run are hard.
fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let hard = c == ' ' && (out.is_empty() || letters.peek() == Some(&' '));
        let hard = hard || (c == ' ' && out.chars().all(|c| c == '\u{a0}'));
        out.push(if hard { '\u{a0}' } else { c });
    }
    out
}
