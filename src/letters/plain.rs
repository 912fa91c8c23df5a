//! Whether a letter is plain: the reading age it asks for, abbreviations it does not explain, words
//! of the office for which there are plain ones, and words that belittle people.

const TERMS: &str = include_str!("data/terms.txt");
const OFFICE_WORDS: &str = include_str!("data/office_words.txt");

/// What was found in a wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// In years; `None` where there is too little to measure.
    pub reading_age: Option<u32>,
    pub abbreviations: Vec<String>,
    /// A word of the office, and what to write instead.
    pub office_words: Vec<(String, String)>,
    /// A word that belittles people, and what to write instead.
    pub belittling: Vec<(String, String)>,
}

impl Findings {
    /// `sampled` with the samples of its fields, `own` without its fields: what its author wrote.
    pub fn of(sampled: &str, own: &str) -> Self {
        Self {
            reading_age: reading_age(sampled),
            abbreviations: abbreviations(own),
            office_words: listed(OFFICE_WORDS, own),
            belittling: listed(TERMS, own),
        }
    }

    /// Whether it asks for more years than are the limit.
    pub fn is_over(&self, most: &u32) -> bool {
        self.reading_age.is_some_and(|age| age > *most)
    }

    /// Why somebody must say why they write so all the same, if they must.
    pub fn wants_reason(&self, most: u32) -> Option<String> {
        let mut why = Vec::new();
        if let Some(age) = self.reading_age.filter(|age| *age > most) {
            why.push(format!("it asks for a reading age of {age}, and {most} is the limit here"));
        }
        if !self.abbreviations.is_empty() {
            why.push(format!("it does not explain {}", self.abbreviations.join(", ")));
        }
        (!why.is_empty()).then(|| why.join("; "))
    }
}

/// The reading age a text asks for: the Flesch-Kincaid grade, 0.39 × words a sentence + 11.8 ×
/// syllables a word − 15.59, and five years, since the first grade begins at six.
///
/// A letter is no essay: lines without an end, such as a heading or a greeting, are not measured, and
/// a colon ends a sentence as it does for whoever reads aloud.
///
/// Source: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", Research
/// Branch Report 8-75, Naval Technical Training, 1975.
pub fn reading_age(text: &str) -> Option<u32> {
    let (mut words, mut sentences, mut syllables) = (0_u32, 0_u32, 0_u32);
    for paragraph in text.lines().map(str::trim) {
        let paragraph = paragraph.trim_start_matches("- ");
        if !paragraph.ends_with(['.', '!', '?', ':', ';']) || paragraph.starts_with('#') {
            continue;
        }
        for sentence in paragraph.split_inclusive(['.', '!', '?', ':', ';']) {
            let here = words_of(sentence);
            // "No. 4" and "9.30" end no sentence.
            if here.len() < 2 {
                continue;
            }
            sentences += 1;
            words += here.len() as u32;
            syllables += here.into_iter().map(syllables_of).sum::<u32>();
        }
    }
    if words < 12 {
        return None;
    }
    let (words, sentences, syllables) =
        (f64::from(words), f64::from(sentences), f64::from(syllables));
    let grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    Some((grade + 5.0).clamp(5.0, 25.0).round() as u32)
}

fn words_of(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '-'))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect()
}

/// Groups of vowels, but for a silent "e" at the end: within a tenth of a dictionary's count.
fn syllables_of(word: &str) -> u32 {
    let word = word.to_lowercase();
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| "aeiouyàâäéèêëîïôöûüŵŷ".contains(*c);
    let mut groups = 0;
    let mut before = false;
    for letter in &letters {
        let is = vowel(letter);
        groups += u32::from(is && !before);
        before = is;
    }
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    if silent && groups > 1 {
        groups -= 1;
    }
    groups.max(1)
}

/// Runs of capitals that are explained nowhere: neither as "the full words (ABC)" nor as "ABC (the
/// full words)".
pub fn abbreviations(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let short = (2..=8).contains(&word.chars().count())
            && capitals >= 2
            && word.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == 's');
        // Everybody knows what PDF is called by and where the UK is; nobody says them in full.
        if !short || ["UK", "PDF", "OK"].contains(&word) || found.iter().any(|f| f == word) {
            continue;
        }
        let explained = text.contains(&format!("({word})")) || text.contains(&format!("{word} ("));
        if !explained {
            found.push(word.to_owned());
        }
    }
    found
}

/// The words of a list ("word | instead" a line) that stand in a text, each as a word of its own.
fn listed(list: &str, text: &str) -> Vec<(String, String)> {
    let letter = |c: char| c.is_alphanumeric();
    let plain: String =
        text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    let stands = |word: &str| {
        plain.match_indices(word).any(|(at, _)| {
            !plain[..at].ends_with(letter) && !plain[at + word.len()..].starts_with(letter)
        })
    };
    list.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('|'))
        .map(|(word, instead)| (word.trim(), instead.trim()))
        .filter(|(word, _)| stands(word))
        .map(|(word, instead)| (word.to_owned(), instead.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::kind::LetterKind;
    use crate::letters::wording::Wording;

    fn findings(text: &str) -> Findings {
        Findings::of(text, text)
    }

    #[test]
    fn long_words_in_long_sentences_ask_for_more_years() {
        let plain = "We have your letter. We will look for what you ask. We will write to you in May. You need do nothing now.";
        let dense = "Notwithstanding the aforementioned considerations, the authority's determination regarding the \
                     applicability of statutory exemptions necessitates comprehensive examination of documentation.";

        let (easy, hard) = (reading_age(plain), reading_age(dense));

        assert!(easy.is_some_and(|age| age <= 8), "{easy:?}");
        assert!(hard.is_some_and(|age| age >= 20), "{hard:?}");
    }

    #[test]
    fn the_formula_is_that_of_its_source() {
        let text = "The boy went to the river and caught a silver fish for dinner yesterday.";
        let counted: u32 = words_of(text).into_iter().map(syllables_of).sum();

        assert_eq!((words_of(text).len(), counted), (14, 19));
        let grade: f64 = 0.39 * 14.0 + 11.8 * 19.0 / 14.0 - 15.59;
        assert_eq!(reading_age(text), Some((grade + 5.0).round() as u32));
    }

    #[test]
    fn a_line_or_two_is_too_little_to_measure() {
        assert_eq!(reading_age("Dear Jordan\n\nYour code is here."), None);
    }

    #[test]
    fn an_abbreviation_is_listed_until_it_is_explained() {
        assert_eq!(findings("Ask the DPO about your SAR.").abbreviations, ["DPO", "SAR"]);
        let told =
            "Ask the data protection officer (DPO). A SAR (a request to see records) is free.";
        assert!(findings(told).abbreviations.is_empty());
    }

    #[test]
    fn words_that_belittle_people_are_found_as_words_alone() {
        let found =
            findings("A Wheelchair-bound man, confined\nto a wheelchair. The handicapping.");

        let words: Vec<&str> = found.belittling.iter().map(|(w, _)| w.as_str()).collect();
        assert_eq!(words, ["wheelchair-bound", "confined to a wheelchair"]);
    }

    #[test]
    fn every_listed_word_has_its_better_one() {
        for list in [TERMS, OFFICE_WORDS] {
            for line in list.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                let pair = line.split_once('|').map(|(a, b)| (a.trim(), b.trim()));
                assert!(pair.is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()), "{line}");
                assert_eq!(line.to_lowercase(), line, "matched in small letters");
            }
        }
    }

    #[test]
    fn our_own_letters_are_plain_explain_themselves_and_belittle_nobody() {
        for kind in LetterKind::ALL {
            let shipped = Wording::read(kind.shipped_in_english());
            let found = Findings::of(&shipped.with_samples(), &shipped.own_words());
            assert_eq!(found.wants_reason(12), None, "{}: {found:?}", kind.name());
            assert_eq!(found.office_words, [], "{}", kind.name());
            assert_eq!(found.belittling, [], "{}", kind.name());
        }
    }
}
