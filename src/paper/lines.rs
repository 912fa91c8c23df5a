//! Words into lines: left aligned, no hyphens of ours.

use std::sync::Arc;

use super::fonts::{Face, stretches};
use super::model::{Run, Style};

/// Letters of one face side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// From the beginning of the line, in points.
    pub x: f32,
    pub width: f32,
    pub face: Face,
    pub text: String,
    pub link: Option<Arc<str>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub pieces: Vec<Piece>,
    pub width: f32,
}

/// What cannot be parted, and what follows it.
#[derive(Debug)]
struct Word {
    pieces: Vec<Piece>,
    width: f32,
    after: After,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum After {
    Nothing,
    Space,
    Break,
}

/// Where a word that is too long for a line may be cut rather than anywhere.
const CUT_AFTER: &str = "/.,;:_@&=?#-";

/// Breaks runs into lines no wider than `width`. Never without a line, even for no words.
pub(super) fn fill(runs: &[Run], size: f32, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut gap = 0.0;
    for word in words(runs, size).into_iter().flat_map(|word| cut(word, size, width)) {
        if !line.pieces.is_empty() && line.width + gap + word.width > width {
            if gap > 0.0 {
                push_space(&mut line, 0.0);
            }
            lines.push(std::mem::take(&mut line));
            gap = 0.0;
        }
        if gap > 0.0 {
            push_space(&mut line, gap);
        }
        append(&mut line, word.pieces);
        gap = match word.after {
            After::Nothing => 0.0,
            After::Space => space_after(&line, size),
            After::Break => {
                push_space(&mut line, 0.0);
                lines.push(std::mem::take(&mut line));
                0.0
            }
        };
    }
    if !line.pieces.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// How wide the widest thing is that cannot be parted.
pub(super) fn widest_word(runs: &[Run], size: f32) -> f32 {
    words(runs, size).iter().map(|word| word.width).fold(0.0, f32::max)
}

/// One line in one style, whatever its width.
pub(super) fn single(text: &str, style: Style, size: f32) -> Line {
    let mut line = Line::default();
    append(&mut line, pieces(text, style, size, None));
    line
}

/// Text with its own lines and spaces, wrapped where a line is longer than `columns` letters.
pub(super) fn preformatted(text: &str, size: f32, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in text.lines() {
        let mut letters: Vec<char> = Vec::new();
        for c in row.chars() {
            match c {
                '\t' => letters.extend(std::iter::repeat_n(' ', 8 - letters.len() % 8)),
                c => letters.push(c),
            }
        }
        let mut rest = letters.as_slice();
        while rest.len() > columns {
            let at = rest[..columns].iter().rposition(|c| *c == ' ').map_or(columns, |at| at + 1);
            let (now, later) = rest.split_at(at);
            lines.push(single(&String::from_iter(now), Style::Mono, size));
            rest = later;
        }
        lines.push(single(String::from_iter(rest).trim_end(), Style::Mono, size));
    }
    lines
}

fn words(runs: &[Run], size: f32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = Word { pieces: Vec::new(), width: 0.0, after: After::Nothing };
    for run in runs {
        let link = run.link.as_deref().map(Arc::from);
        let mut from = 0;
        for (at, c) in run.text.char_indices() {
            let after = match c {
                '\n' | '\u{2028}' | '\u{2029}' => After::Break,
                '\u{200b}' => After::Nothing,
                c if c.is_whitespace() && !is_hard(c) => After::Space,
                '-' | '–' if may_part(&run.text, at, c) => After::Nothing,
                _ => continue,
            };
            let end = if matches!(c, '-' | '–') { at + c.len_utf8() } else { at };
            add(&mut open, &run.text[from..end], run.style, size, &link);
            from = at + c.len_utf8();
            close(&mut words, &mut open, after);
        }
        add(&mut open, &run.text[from..], run.style, size, &link);
    }
    if !open.pieces.is_empty() {
        words.push(open);
    }
    words
}

/// A hyphen between letters may end a line; a minus before a number, or a dash in one, may not.
fn may_part(text: &str, at: usize, hyphen: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + hyphen.len_utf8()..].chars().next();
    before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
}

fn is_hard(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

fn close(words: &mut Vec<Word>, open: &mut Word, after: After) {
    // Spaces in a row are one; a break is kept, for an empty line is meant.
    if open.pieces.is_empty() && after != After::Break {
        if let (After::Space, Some(last)) = (after, words.last_mut())
            && last.after == After::Nothing
        {
            last.after = after;
        }
        return;
    }
    let fresh = Word { pieces: Vec::new(), width: 0.0, after: After::Nothing };
    let mut word = std::mem::replace(open, fresh);
    word.after = after;
    words.push(word);
}

fn add(word: &mut Word, text: &str, style: Style, size: f32, link: &Option<Arc<str>>) {
    for mut piece in pieces(text, style, size, link.clone()) {
        piece.x = word.width;
        word.width += piece.width;
        word.pieces.push(piece);
    }
}

fn pieces(text: &str, style: Style, size: f32, link: Option<Arc<str>>) -> Vec<Piece> {
    let mut x = 0.0;
    stretches(text, Face::of(style))
        .into_iter()
        .map(|stretch| {
            let width = stretch.advance as f32 * size / 1000.0;
            let piece =
                Piece { x, width, face: stretch.face, text: stretch.text, link: link.clone() };
            x += width;
            piece
        })
        .collect()
}

pub(super) fn width_of(text: &str, style: Style, size: f32) -> f32 {
    let advance: u32 = stretches(text, Face::of(style)).iter().map(|s| s.advance).sum();
    advance as f32 * size / 1000.0
}

/// Cuts a word that is wider than a whole line, after a mark of punctuation where there is one.
fn cut(word: Word, size: f32, width: f32) -> Vec<Word> {
    if word.width <= width {
        return vec![word];
    }
    let mut parts: Vec<Word> = Vec::new();
    let mut open = Word { pieces: Vec::new(), width: 0.0, after: After::Nothing };
    for piece in word.pieces {
        let mut rest = piece.text.as_str();
        while !rest.is_empty() {
            let taken = fitting(rest, piece.face, size, width - open.width);
            let taken = if taken == 0 && open.pieces.is_empty() {
                rest.chars().next().map_or(rest.len(), char::len_utf8)
            } else {
                taken
            };
            let (now, later) = rest.split_at(taken);
            if !now.is_empty() {
                let advance: u32 = stretches(now, piece.face).iter().map(|s| s.advance).sum();
                let part = Piece {
                    x: open.width,
                    width: advance as f32 * size / 1000.0,
                    face: piece.face,
                    text: now.to_owned(),
                    link: piece.link.clone(),
                };
                open.width += part.width;
                open.pieces.push(part);
            }
            if !later.is_empty() {
                let fresh = Word { pieces: Vec::new(), width: 0.0, after: After::Nothing };
                parts.push(std::mem::replace(&mut open, fresh));
            }
            rest = later;
        }
    }
    open.after = word.after;
    parts.push(open);
    parts
}

/// How many bytes of `text` fit, up to a good place to cut if that leaves at least a third.
fn fitting(text: &str, face: Face, size: f32, room: f32) -> usize {
    let (mut x, mut end, mut good) = (0.0, 0, 0);
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        let letter: &str = c.encode_utf8(&mut buffer);
        let advance: u32 = stretches(letter, face).iter().map(|s| s.advance).sum();
        x += advance as f32 * size / 1000.0;
        if x > room {
            return if good * 3 >= end { good } else { end };
        }
        end = at + c.len_utf8();
        if CUT_AFTER.contains(c) {
            good = end;
        }
    }
    end
}

fn append(line: &mut Line, pieces: Vec<Piece>) {
    for piece in pieces {
        let width = piece.width;
        match line.pieces.last_mut() {
            Some(last) if last.face == piece.face && last.link == piece.link => {
                last.text.push_str(&piece.text);
                last.width += width;
            }
            _ => line.pieces.push(Piece { x: line.width, ..piece }),
        }
        line.width += width;
    }
}

fn space_after(line: &Line, size: f32) -> f32 {
    let style = match line.pieces.last().map(|piece| piece.face) {
        Some(Face::Mono) => Style::Mono,
        _ => Style::Plain, // as wide in every other face
    };
    width_of(" ", style, size)
}

/// A space is drawn with the word before it, at the end of a line too: whoever copies the text or
/// hears it from the tags needs it between the words.
fn push_space(line: &mut Line, width: f32) {
    match line.pieces.last_mut() {
        None => return,
        Some(last) if last.face != Face::Symbols => {
            last.text.push(' ');
            last.width += width;
        }
        Some(last) => {
            let link = last.link.clone();
            let (x, face, text) = (line.width, Face::Regular, " ".to_owned());
            line.pieces.push(Piece { x, width, face, text, link });
        }
    }
    line.width += width;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let text = "The quick brown fox, www.example.gov.uk/a-very-long/path?with=query&and=more \
                    jumps over Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.";
        for width in [30.0, 61.0, 200.0] {
            for line in fill(&[Run::plain(text)], 12.0, width) {
                let ink = line.width;
                assert!(ink <= width + 0.01, "{ink} > {width}: {line:?}");
            }
        }
    }

    #[test]
    fn every_letter_is_kept_and_in_order() {
        let text = "Dear Ms ŵyn-Jones, see https://example.gov.uk/requests/SAR-2026-00042 today.";
        let runs = [Run::plain(&text[..8]), Run::bold(&text[8..])];

        let all = shown(&fill(&runs, 12.0, 90.0)).concat();

        assert_eq!(all.replace(' ', ""), text.replace(' ', ""));
    }

    #[test]
    fn a_style_that_changes_within_a_word_does_not_part_it() {
        let lines = fill(&[Run::plain("un"), Run::bold("believ"), Run::plain("able")], 12.0, 300.0);
        assert_eq!(shown(&lines), ["unbelievable"]);
    }

    #[test]
    fn a_hard_space_keeps_its_words_together() {
        let width =
            width_of("on 12", Style::Plain, 12.0).max(width_of("12 May", Style::Plain, 12.0)) + 0.1;
        let lines = fill(&[Run::plain("on 12\u{a0}May")], 12.0, width);
        assert_eq!(shown(&lines), ["on ", "12 May"]);
    }

    #[test]
    fn a_written_line_break_is_kept_even_twice() {
        let lines = fill(&[Run::plain("one\n\ntwo")], 12.0, 300.0);
        assert_eq!(shown(&lines), ["one ", "", "two"]);
    }

    #[test]
    fn columns_of_preformatted_text_stay_under_each_other() {
        let lines = preformatted("a\tb\n  c", 10.0, 80);
        assert_eq!(shown(&lines), ["a       b", "  c"]);
    }
}
