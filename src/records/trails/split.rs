//! Where one message of a pasted trail ends and the next begins. Pure: lines in, ranges of lines out;
//! every line stands in exactly one of them.

use std::ops::Range;

/// One message: its lines, and those of them that are its own words and not its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub lines: Range<usize>,
    pub body: Range<usize>,
}

/// A head has at most so many lines, those that are broken counted too.
const MOST_HEAD: usize = 9;
/// "On … wrote:" is broken over at most so many.
const MOST_ATTRIBUTION: usize = 3;
const KEYS: [&str; 8] = ["from", "sent", "date", "to", "cc", "bcc", "subject", "attachments"];

/// Parts lines into messages, in their order.
pub fn split(lines: &[&str]) -> Vec<Message> {
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut messages: Vec<Message> = Vec::new();
    let begin = |at: usize, body: usize, messages: &mut Vec<Message>| {
        if let Some(last) = messages.last_mut() {
            last.lines.end = at;
            last.body.end = at;
            last.body.start = last.body.start.min(at);
        }
        messages.push(Message { lines: at..lines.len(), body: body..lines.len() });
    };
    let (mut at, mut quoted) = (0, 0);
    while at < lines.len() {
        let depth = depth_of(lines[at]);
        if let Some(body) = head_at(lines, at) {
            match messages.as_mut_slice() {
                [subject] if is_drawn_up(lines[at]) => subject.body.start = body,
                _ => begin(at, body, &mut messages),
            }
            quoted = lines.get(body).map_or(0, |line| depth_of(line));
            at = body.max(at + 1);
            continue;
        }
        // Somebody answers below what they quote. A line broken by the page has lost its sign.
        let broken = at > 0 && lines[at - 1].chars().count() * 4 >= widest * 3;
        if messages.is_empty() || (depth < quoted && !broken && !plain(lines[at]).is_empty()) {
            begin(at, at, &mut messages);
            quoted = depth;
        }
        at += 1;
    }
    messages
}

/// The line after a head that begins here.
fn head_at(lines: &[&str], at: usize) -> Option<usize> {
    if is_separator(lines[at]) {
        let next = (at + 1..lines.len()).find(|n| !plain(lines[*n]).is_empty());
        return Some(next.and_then(|next| block_at(lines, next)).unwrap_or(at + 1));
    }
    block_at(lines, at).or_else(|| attribution_at(lines, at))
}

/// A head in columns: the subject above it is its own, no message.
fn is_drawn_up(line: &str) -> bool {
    key_of(line, true).is_some() && key_of(line, false).is_none()
}

/// "-----Original Message-----", "Begin forwarded message:".
fn is_separator(line: &str) -> bool {
    let words = plain(line).trim_matches(['-', '_', ' ', ':']).to_lowercase();
    matches!(words.as_str(), "original message" | "forwarded message" | "begin forwarded message")
}

/// "From: … Sent: … To: … Subject: …", a line each. A mail drawn up as a page has its head in two
/// columns, without colons, under its subject.
fn block_at(lines: &[&str], at: usize) -> Option<usize> {
    let bare = at <= 2;
    if key_of(lines[at], bare) != Some("from") {
        return None;
    }
    let mut keys = vec!["from"];
    let mut end = at + 1;
    for (n, line) in lines.iter().enumerate().skip(at + 1).take(MOST_HEAD) {
        match key_of(line, bare) {
            Some("from") => break,
            Some(key) => {
                keys.push(key);
                // In columns, what belongs to a name may be read as a line of its own.
                end = n + 1 + usize::from(plain(line).eq_ignore_ascii_case(key));
            }
            None if plain(line).is_empty() => break,
            None => {}
        }
    }
    let dated = keys.contains(&"sent") || keys.contains(&"date");
    let to_somebody = keys.contains(&"to") || keys.contains(&"subject");
    (dated && to_somebody).then_some(end.min(lines.len()))
}

/// "On Monday, 4 March 2019 at 09:15, Ann Price <ann@school.example> wrote:"
fn attribution_at(lines: &[&str], at: usize) -> Option<usize> {
    let mut joined = String::new();
    if !plain(lines[at]).starts_with("On ") {
        return None;
    }
    for (n, line) in lines.iter().enumerate().skip(at).take(MOST_ATTRIBUTION) {
        joined.push_str(plain(line));
        joined.push(' ');
        let so_far = joined.trim_end();
        if so_far.ends_with("wrote:") {
            return so_far.contains(|c: char| c.is_ascii_digit()).then_some(n + 1);
        }
    }
    None
}

fn key_of(line: &str, bare: bool) -> Option<&'static str> {
    let line = plain(line);
    let end = line.find([':', ' ']).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let key = KEYS.into_iter().find(|key| word.trim_matches('*').eq_ignore_ascii_case(key))?;
    (rest.starts_with(':') || bare).then_some(key)
}

/// A line without the signs of quoting before it.
fn plain(line: &str) -> &str {
    line.trim_start_matches(['>', '|', ' ', '\u{a0}', '\t', '*']).trim_end()
}

fn depth_of(line: &str) -> usize {
    let signs = line.chars().take_while(|c| matches!(c, '>' | ' ' | '\u{a0}' | '\t'));
    signs.filter(|c| *c == '>').count()
}

/// Words by which two copies of a message are known: letters and digits alone, in lower case, so
/// that quoting, line breaks and punctuation tell nothing.
pub fn normalised<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let letters = lines.flat_map(str::chars).filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
