//! A font as far as its dictionary tells: codes, widths, and what they stand for. The font
//! programs themselves are not opened.

use std::collections::HashMap;

use super::cmap::CMap;
use super::encodings::{in_encoding, named};
use super::file::File;
use super::lexer::{Dict, Value};

/// Widths of the standard fonts from space to tilde, as their metrics files give them.
const STANDARD: &str = include_str!("standard_widths.txt");

/// What one code shows.
pub(super) struct Shown {
    pub(super) code: u32,
    pub(super) length: usize,
    /// `None` where the file does not say what it stands for.
    pub(super) text: Option<String>,
    /// In shares of the font size; `None` where the file does not say.
    pub(super) advance: Option<f64>,
}

pub(super) struct Font {
    codes: Codes,
    unicode: Option<CMap>,
    /// Of a simple font, by code.
    texts: Vec<Option<String>>,
    widths: HashMap<u32, f64>,
    /// Of composite fonts: first and last glyph, and their width; sorted.
    ranges: Vec<(u32, u32, f64)>,
    otherwise: Option<f64>,
    pub(super) vertical: bool,
}

enum Codes {
    One,
    Two,
    Mapped(CMap),
    /// In an encoding that is not in the file.
    Unknown,
}

impl Font {
    pub(super) fn new(file: &File<'_>, dict: &Dict) -> Self {
        let unicode = file.get(dict, b"ToUnicode").and_then(|o| file.text_of(&o));
        let mut font = Self {
            codes: Codes::One,
            unicode: unicode.map(|data| CMap::read(&data)),
            texts: Vec::new(),
            widths: HashMap::new(),
            ranges: Vec::new(),
            otherwise: None,
            vertical: false,
        };
        match name(file, dict, b"Subtype").as_slice() {
            b"Type0" => font.composite(file, dict),
            kind => font.simple(file, dict, kind == b"Type3"),
        }
        font
    }

    fn simple(&mut self, file: &File<'_>, dict: &Dict, type3: bool) {
        let encoding = file.get(dict, b"Encoding").map(|o| o.value);
        let (base, differences) = match encoding {
            Some(Value::Name(name)) => (name, Vec::new()),
            Some(Value::Dict(dict)) => {
                (name(file, &dict, b"BaseEncoding"), file.list(&dict, b"Differences"))
            }
            _ => (Vec::new(), Vec::new()),
        };
        let descriptor = file.dict(dict, b"FontDescriptor");
        let flags = descriptor.as_ref().and_then(|d| file.number(d, b"Flags")).unwrap_or(0.0);
        // A symbolic font has codes of its own, and a drawn one has nothing else.
        let own = type3 || (base.is_empty() && flags as u32 & 4 != 0);
        self.texts = (0..=255u8)
            .map(|code| in_encoding(&base, code).filter(|_| !own).map(String::from))
            .collect();
        let mut code = 0;
        for item in &differences {
            match item {
                Value::Number(n) => code = *n as usize,
                Value::Name(name) => {
                    if let Some(place) = self.texts.get_mut(code) {
                        *place = named(name);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
        let per_unit = if type3 {
            file.numbers(dict, b"FontMatrix").and_then(|m| m.first().copied()).unwrap_or(0.001)
        } else {
            0.001
        };
        let first = file.number(dict, b"FirstChar").unwrap_or(0.0) as u32;
        let widths = file.list(dict, b"Widths");
        let widths = widths.iter().map(|w| file.resolved(w).and_then(|o| o.value.number()));
        self.widths = (first..)
            .zip(widths)
            .filter_map(|(code, width)| Some((code, width? * per_unit)))
            .collect();
        if self.widths.is_empty() {
            self.standard(&name(file, dict, b"BaseFont"));
        } else {
            let missing = descriptor.and_then(|d| file.number(&d, b"MissingWidth"));
            self.otherwise = Some(missing.unwrap_or(0.0) * per_unit);
        }
    }

    /// The widths of a standard font, where the name is one.
    fn standard(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name).replace("Oblique", "");
        let name = name.trim_end_matches('-');
        if name.starts_with("Courier") {
            self.otherwise = Some(0.6);
            return;
        }
        let line = STANDARD.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let widths = line.unwrap_or_default().split(' ').filter_map(|w| w.parse::<f64>().ok());
        self.widths = (32..).zip(widths.map(|w| w / 1000.0)).collect();
    }

    fn composite(&mut self, file: &File<'_>, dict: &Dict) {
        let encoding = file.get(dict, b"Encoding");
        if let Some(encoding) = encoding {
            if let Some(data) = file.text_of(&encoding) {
                let vertical = encoding.dict().and_then(|d| file.number(d, b"WMode"));
                self.vertical = vertical == Some(1.0);
                self.codes = Codes::Mapped(CMap::read(&data));
            } else {
                let name = encoding.value.name().unwrap_or_default();
                self.vertical = name.ends_with(b"-V");
                let identity = name.starts_with(b"Identity-");
                self.codes = if identity { Codes::Two } else { Codes::Unknown };
            }
        }
        let below = file.list(dict, b"DescendantFonts");
        let below = below.first().and_then(|b| file.resolved(b));
        let Some(below) = below.as_ref().and_then(|o| o.dict()) else { return };
        self.otherwise = Some(file.number(below, b"DW").unwrap_or(1000.0) / 1000.0);
        let widths: Vec<Value> = file.list(below, b"W");
        let mut rest = widths.as_slice();
        while let [Value::Number(first), second, tail @ ..] = rest {
            let second = file.resolved(second).map_or(Value::Null, |o| o.value);
            rest = match (second, tail) {
                (Value::List(list), tail) => {
                    let list = list.iter().map(|w| file.resolved(w)?.value.number());
                    let of_each = (*first as u32..).zip(list);
                    self.widths.extend(of_each.filter_map(|(g, w)| Some((g, w? / 1000.0))));
                    tail
                }
                (Value::Number(last), [width, tail @ ..]) => {
                    let width = width.number().unwrap_or(0.0) / 1000.0;
                    self.ranges.push((*first as u32, last as u32, width));
                    tail
                }
                _ => break,
            };
        }
        self.ranges.sort_by_key(|(from, ..)| *from);
    }

    /// The codes of a string; `None` where nothing in the file says how to read it.
    pub(super) fn shown(&self, bytes: &[u8]) -> Option<Vec<Shown>> {
        let mut all = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            let (code, length) = match &self.codes {
                Codes::One => (u32::from(*first), 1),
                Codes::Two => match rest {
                    [high, low, ..] => (u32::from(*high) << 8 | u32::from(*low), 2),
                    _ => (u32::from(*first), 1),
                },
                Codes::Mapped(map) => map.code(rest)?,
                Codes::Unknown => return None,
            };
            let length = length.max(1);
            rest = rest.get(length..).unwrap_or_default();
            all.push(self.of(code, length));
        }
        Some(all)
    }

    fn of(&self, code: u32, length: usize) -> Shown {
        let glyph = match &self.codes {
            Codes::Mapped(map) => map.glyph(code).unwrap_or(code),
            _ => code,
        };
        let in_range = || {
            let at = self.ranges.partition_point(|(from, ..)| *from <= glyph).checked_sub(1)?;
            let (_, to, width) = self.ranges.get(at)?;
            (glyph <= *to).then_some(*width)
        };
        let advance = self.widths.get(&glyph).copied().or_else(in_range).or(self.otherwise);
        let advance = if self.vertical { Some(-1.0) } else { advance };
        let mapped = self.unicode.as_ref().and_then(|map| map.text(code));
        let text = mapped.or_else(|| self.texts.get(code as usize).cloned().flatten());
        Shown { code, length, text, advance }
    }
}

fn name(file: &File<'_>, dict: &Dict, key: &[u8]) -> Vec<u8> {
    file.get(dict, key).and_then(|o| o.value.name().map(<[u8]>::to_vec)).unwrap_or_default()
}
