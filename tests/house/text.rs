//! Just enough reading of Rust's text for the rules of the house: no comments, no strings, no
//! macros expanded.

/// The code alone: comments, strings and character literals become blanks, lines stay lines.
pub fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end = match c {
            '/' if chars.get(at + 1) == Some(&'/') => line_end(&chars, at),
            '/' if chars.get(at + 1) == Some(&'*') => block_comment_end(&chars, at),
            '"' => string_end(&chars, at),
            'r' | 'b' | 'c' if !follows_name(&chars, at) => {
                raw_string_end(&chars, at).unwrap_or(at)
            }
            '\'' => char_literal_end(&chars, at).unwrap_or(at),
            _ => at,
        };
        if end == at {
            code.push(c);
            at += 1;
            continue;
        }
        // A literal keeps its first mark, so that a pattern can still be seen to be a literal.
        code.push(if c == '/' { ' ' } else { '"' });
        code.extend(chars[at + 1..end].iter().map(|&c| if c == '\n' { c } else { ' ' }));
        at = end;
    }
    code
}

fn follows_name(chars: &[char], at: usize) -> bool {
    at > 0 && is_name(chars[at - 1])
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|&c| c == '\n').map_or(chars.len(), |n| at + n)
}

fn block_comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut i) = (0, at);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn string_end(chars: &[char], at: usize) -> usize {
    let mut i = at + 1;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// `r"…"`, `br#"…"#`, `c"…"` and their kin; nothing where the letter only begins a name.
fn raw_string_end(chars: &[char], at: usize) -> Option<usize> {
    let mut i = at;
    while matches!(chars.get(i), Some('r' | 'b' | 'c')) && i < at + 2 {
        i += 1;
    }
    let raw = chars[at..i].contains(&'r');
    let hashes = chars[i..].iter().take_while(|&&c| c == '#').count();
    if chars.get(i + hashes) != Some(&'"') || (hashes > 0 && !raw) {
        return None;
    }
    if !raw {
        return Some(string_end(chars, i));
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let from = i + hashes + 1;
    let found = chars[from..].windows(close.len()).position(|w| w == close.as_slice());
    Some(found.map_or(chars.len(), |n| from + n + close.len()))
}

/// `'x'`, `'\n'`, `'\u{2013}'`; nothing for a lifetime.
fn char_literal_end(chars: &[char], at: usize) -> Option<usize> {
    let close = if chars.get(at + 1) == Some(&'\\') {
        at + 3 + chars.get(at + 3..)?.iter().position(|&c| c == '\'')?
    } else {
        at + 2
    };
    (chars.get(close) == Some(&'\'')).then_some(close + 1)
}

/// Where `path` stands in `code` as a path of its own, not as the end of a longer name.
pub fn places(code: &str, path: &str) -> Vec<usize> {
    code.match_indices(path)
        .filter(|(at, _)| !code[..*at].ends_with(is_name))
        .filter(|(at, _)| path.ends_with(':') || !code[at + path.len()..].starts_with(is_name))
        .map(|(at, _)| at)
        .collect()
}

/// The first name of every path that begins `crate::`, with its line; groups are looked into.
pub fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in places(code, "crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => split_outside(&group[..close_of(group)], ','),
            None => vec![rest],
        };
        let line = line_of(code, at);
        found.extend(names.into_iter().map(|name| (line, first_name(name))));
    }
    found
}

fn first_name(text: &str) -> String {
    text.trim_start().chars().take_while(|&c| is_name(c)).collect()
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Where the bracket closes that was opened just before `text`.
pub fn close_of(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Splits at `mark` wherever no bracket is open.
pub fn split_outside(text: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ if c == mark && depth == 0 => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A `match`: its line, what is looked at, and the patterns of its arms.
pub struct Match<'a> {
    pub line: usize,
    pub subject: &'a str,
    pub patterns: Vec<&'a str>,
}

pub fn matches_in(code: &str) -> Vec<Match<'_>> {
    places(code, "match")
        .into_iter()
        .filter_map(|at| {
            let after = at + "match".len();
            let rest = &code[after..];
            if !rest.starts_with([' ', '\n', '(']) {
                return None; // `matches!`, a field or a method of that name
            }
            let open = subject_end(rest)?;
            let body = &rest[open + 1..];
            Some(Match {
                line: line_of(code, at),
                subject: rest[..open].trim(),
                patterns: arms(&body[..close_of(body)]),
            })
        })
        .collect()
}

/// The brace that opens the arms: the first one outside all brackets.
fn subject_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn arms(mut body: &str) -> Vec<&str> {
    let mut patterns = Vec::new();
    while let Some(arrow) = arrow_outside(body) {
        patterns.push(body[..arrow].trim());
        let answer = body[arrow + 2..].trim_start();
        body = match answer.strip_prefix('{') {
            Some(block) => {
                let rest = block[close_of(block)..].trim_start_matches('}').trim_start();
                rest.strip_prefix(',').unwrap_or(rest)
            }
            None => {
                let end = split_outside(answer, ',')[0].len();
                answer[end..].strip_prefix(',').unwrap_or("")
            }
        };
    }
    patterns
}

fn arrow_outside(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '=' if depth == 0 && text[at..].starts_with("=>") => return Some(at),
            _ => {}
        }
    }
    None
}

#[test]
fn comments_and_strings_are_not_code() {
    let text =
        "a(\"diesel \\\" x\"); // diesel\n/* diesel /* twice */ */ b(r#\"di\"esel\"#, '\\'', 'x');";

    let code = code_of(text);

    assert!(!code.contains("diesel") && !code.contains("twice"), "{code}");
    assert!(code.contains("a(") && code.contains("b("), "{code}");
    assert_eq!(code.matches('\n').count(), 1);
}

#[test]
fn lifetimes_and_names_stay_code() {
    let text = "fn f<'a>(x: &'a str, bare: u8) -> &'a str { x }";

    assert_eq!(code_of(text), text);
}

#[test]
fn the_arms_of_a_match_are_found_past_blocks_and_commas() {
    let code =
        "match f(a, b) { State::A | State::B => { g(1, 2) } Some(x) if h(x) => (1, 2), _ => {} }";

    let found = matches_in(code);

    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject, "f(a, b)");
    assert_eq!(found[0].patterns, ["State::A | State::B", "Some(x) if h(x)", "_"]);
}
