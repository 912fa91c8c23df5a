use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn bodies(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let messages = split(&lines).into_iter();
    messages.map(|m| normalised(lines[m.body].iter().copied())).collect()
}

#[test]
fn a_trail_as_outlook_pastes_it_is_parted_at_its_heads() {
    let trail = "Please see below.\n\n-----Original Message-----\nFrom: Ann Price <ann@school.example>\nSent: 04 March 2019 09:15\nTo: Tom Ashworth\nSubject: RE: Rhys\n\nHe was late again.\n\nFrom: Tom Ashworth\nSent: 03 March 2019 17:02\nTo: Ann Price\nCc: Duty\nSubject: Rhys\n\nWas he in today?";

    assert_eq!(bodies(trail), ["pleaseseebelow", "hewaslateagain", "washeintoday"]);
}

#[test]
fn a_trail_with_signs_of_quoting_is_parted_and_an_answer_below_it_stands_alone() {
    let trail = "On Mon, 4 Mar 2019 at 09:15, Ann Price\n<ann@school.example> wrote:\n> He was late.\n> On 3 March 2019 Tom wrote:\n>> Was he in today?\nThank you.";

    assert_eq!(bodies(trail), ["hewaslate", "washeintoday", "thankyou"]);
}

#[test]
fn a_mail_drawn_up_as_a_page_has_its_head_under_its_subject() {
    let page = "Rhys at school\nFrom Ann Price <ann@school.example>\nTo tom@council.example\nDate 4 March 2019\nHe was late.";

    assert_eq!(bodies(page), ["hewaslate"]);
}

#[test]
fn words_that_only_look_like_a_head_part_nothing() {
    let note = "From: the school\nI heard that he was late.\nOn Monday he wrote:\nI am well.";

    assert_eq!(bodies(note).len(), 1);
}

/// A line that no head begins with.
fn said() -> impl Strategy<Value = String> {
    vec("[a-eg-np-rt-z][a-z]{0,7}", 1..7).prop_map(|words| words.join(" "))
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Head,
    Separator,
    Wrote,
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![Just(Style::Head), Just(Style::Separator), Just(Style::Wrote)]
}

fn pasted(first: &[String], rest: &[(Style, Vec<String>)], quoted: bool) -> String {
    let mut text = first.join("\n") + "\n";
    for (depth, (style, body)) in rest.iter().enumerate() {
        let head = match style {
            Style::Head => "From: Ann\nSent: 4 March 2019\nTo: Tom\nSubject: Rhys",
            Style::Separator => {
                "-----Original Message-----\nFrom: Ann\nDate: 4 March 2019\nSubject: Rhys"
            }
            Style::Wrote => "On 4 March 2019 Ann wrote:",
        };
        let before = if quoted { ">".repeat(depth) } else { String::new() };
        let within = if quoted { ">".repeat(depth + 1) } else { String::new() };
        for line in head.lines() {
            text += &format!("{before}{line}\n");
        }
        for line in body {
            text += &format!("{within} {line}\n");
        }
    }
    text
}

proptest! {
    #[test]
    fn every_line_stands_in_one_message_and_none_is_lost(lines in vec(".{0,40}", 0..40)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();

        let messages = split(&lines);

        let mut at = 0;
        for message in &messages {
            prop_assert_eq!(message.lines.start, at);
            prop_assert!(message.lines.end > message.lines.start);
            prop_assert!(message.lines.start <= message.body.start);
            prop_assert!(message.body.start <= message.body.end);
            prop_assert_eq!(message.body.end, message.lines.end);
            at = message.lines.end;
        }
        prop_assert_eq!(at, lines.len());
    }

    #[test]
    fn the_messages_of_a_trail_are_told_apart_however_it_was_pasted(
        first in vec(said(), 1..4),
        rest in vec((style(), vec(said(), 1..4)), 0..5),
        quoted in any::<bool>(),
    ) {
        let text = pasted(&first, &rest, quoted);

        let expected: Vec<String> = std::iter::once(&first)
            .chain(rest.iter().map(|(_, body)| body))
            .map(|body| normalised(body.iter().map(String::as_str)))
            .collect();
        prop_assert_eq!(bodies(&text), expected);
    }
}
