//! Sentences as people in this work write them, each chosen and turned a little differently.

use std::collections::BTreeMap;

use crate::calendar::Date;
use chrono::Datelike as _;

const SENTENCES: &str = include_str!("texts/sentences.txt");

/// Numbers that look like chance and are the same every time (SplitMix64, Steele and others, 2014).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: &str) -> Self {
        // FNV-1a: a short name becomes a number that is unlike its neighbour's.
        let start = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(start)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % (end.max(1) as u64)).unwrap_or(0)
    }
}

/// Tells what happened around a day. No sentence comes twice before all of its theme have come.
pub(super) struct Teller {
    pub(super) dice: Dice,
    themes: BTreeMap<&'static str, Vec<&'static str>>,
    left: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Teller {
    pub(super) fn new(seed: &str) -> Self {
        let mut themes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut theme = "";
        for line in SENTENCES.lines() {
            match line.strip_prefix("# ") {
                Some(name) => theme = name,
                None if !line.is_empty() => themes.entry(theme).or_default().push(line),
                None => {}
            }
        }
        Self { dice: Dice::new(seed), themes, left: BTreeMap::new() }
    }

    pub(super) fn one(&mut self, theme: &'static str, on: Date) -> String {
        let left = self.left.entry(theme).or_default();
        if left.is_empty() {
            left.extend(self.themes.get(theme).into_iter().flatten());
        }
        if left.is_empty() {
            return String::new();
        }
        let at = self.dice.below(left.len());
        let sentence = left.swap_remove(at);
        self.turned(sentence, on)
    }

    /// A paragraph of so many sentences.
    pub(super) fn paragraph(&mut self, theme: &'static str, sentences: usize, on: Date) -> String {
        let told: Vec<String> = (0..sentences).map(|_| self.one(theme, on)).collect();
        told.join(" ")
    }

    /// `[this|that]` becomes one of them, `{carer}` the carer of that day.
    fn turned(&mut self, sentence: &str, on: Date) -> String {
        let mut told = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('[') {
            let (choices, after) = after.split_once(']').unwrap_or((after, ""));
            let choices: Vec<&str> = choices.split('|').collect();
            told.push_str(before);
            told.push_str(choices[self.dice.below(choices.len())]);
            rest = after;
        }
        told.push_str(rest);
        let number = format!("{:03}", self.dice.below(1000));
        told.replace("{sw}", worker(on))
            .replace("{carer}", carer(on))
            .replace("{teacher}", teacher(on))
            .replace("{school}", school(on))
            .replace("{nnn}", &number)
    }
}

/// The social worker of the day.
pub(super) fn worker(on: Date) -> &'static str {
    match on.year() {
        ..=2009 => "Tom Ashworth",
        2010 if on.month() < 8 => "Tom Ashworth",
        2010..=2013 => "Nadia Rahman",
        _ => "Chris Donnelly",
    }
}

/// Who looked after him beside his mother: his grandmother, until he came into care.
pub(super) fn carer(on: Date) -> &'static str {
    match (on.year(), on.month()) {
        (..=2006, _) | (2007, ..=6) => "Sheila Hale",
        (..=2010, _) | (2011, ..=3) => "Linda Whitcombe",
        _ => "Ruth Ellis-Boyd",
    }
}

pub(super) fn teacher(on: Date) -> &'static str {
    if (on.year(), on.month()) < (2012, 9) { "Mrs Beecham" } else { "Mr Tate" }
}

pub(super) fn school(on: Date) -> &'static str {
    if (on.year(), on.month()) < (2012, 9) {
        "Millbrook Primary School"
    } else {
        "Northmoor Academy"
    }
}
