//! How near two names are. Pure.

/// Short forms that records use for one another. Kept small: a longer list finds strangers.
const SHORT_FORMS: [&[&str]; 24] = [
    &["alexander", "alexandra", "alex", "sandy"],
    &["andrew", "andy", "drew"],
    &["anthony", "tony"],
    &["benjamin", "ben"],
    &["catherine", "katherine", "kate", "kathryn", "katie", "cath"],
    &["charlotte", "charlie", "lottie"],
    &["christopher", "christine", "chris"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "dai"],
    &["deborah", "debbie", "deb"],
    &["edward", "ted", "eddie", "ed"],
    &["elizabeth", "beth", "liz", "lizzie", "betty"],
    &["james", "jim", "jimmy", "jamie"],
    &["jennifer", "jenny", "jen"],
    &["john", "jack", "johnny"],
    &["joseph", "joe", "joey"],
    &["margaret", "maggie", "meg", "peggy"],
    &["michael", "mike", "mick", "mikey"],
    &["patricia", "pat", "trish"],
    &["rebecca", "becky", "bex"],
    &["robert", "bob", "bobby", "rob"],
    &["samuel", "samantha", "sam"],
    &["thomas", "tom", "tommy"],
    &["william", "bill", "billy", "will"],
];

/// How two names stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    Same,
    /// A short form, or a slip of the pen.
    Near,
    Other,
}

/// Both in lower case, letters and digits alone.
pub fn likeness(written: &str, name: &str) -> Likeness {
    if written == name {
        return Likeness::Same;
    }
    let both = |group: &&[&str]| group.contains(&written) && group.contains(&name);
    if SHORT_FORMS.iter().any(both) || slips(written, name) {
        Likeness::Near
    } else {
        Likeness::Other
    }
}

/// Whether one becomes the other by a slip: a letter more, less, another, or two changed about; two
/// slips in a long name, none in a short one, where a slip makes another name.
fn slips(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = match a.len().min(b.len()) {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= allowed && distance(&a, &b) <= allowed
}

/// The optimal string alignment distance. Names are short, so its cost is that of a constant.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_near_and_another_name_is_not() {
        for (written, name) in [("hayle", "hale"), ("rowen", "rowan"), ("rwoan", "rowan")] {
            assert_eq!(likeness(written, name), Likeness::Near, "{written} {name}");
        }
        for (written, name) in [("owen", "rowan"), ("dan", "don"), ("price", "pryor"), ("", "hale")]
        {
            assert_eq!(likeness(written, name), Likeness::Other, "{written} {name}");
        }
        assert_eq!(likeness("hale", "hale"), Likeness::Same);
    }

    #[test]
    fn short_forms_are_near_each_other() {
        assert_eq!(likeness("bill", "william"), Likeness::Near);
        assert_eq!(likeness("tom", "tony"), Likeness::Other);
    }

    #[test]
    fn every_short_form_is_written_as_names_are_compared() {
        for name in SHORT_FORMS.iter().flat_map(|group| group.iter()) {
            assert!(name.chars().all(|c| c.is_ascii_lowercase()), "{name}");
        }
    }
}
