//! Letters: worded as data, approved by somebody else, kept as they went, and read where their case
//! words are safe.

use candour::access::Role;
use candour::letters::{self, Field, Filled, Language, LetterKind, Values};
use candour::mail::MessageRow;
use candour_redaction::read::Reading;
use chrono::Duration;

use crate::office::{Office, Person, is_as_approved, on_both};
use crate::requests::{FORM, asks};
use crate::the_pack;

const NEW: &str = "Dear {name}\n\nWe have what you sent on {received}. We are glad to help you. We will write to you soon, and \
    you can call us on {phone} at any time.\n\n{officer}";

fn version(subject: &'static str, body: &'static str) -> [(&'static str, &'static str); 2] {
    [("subject", subject), ("body", body)]
}

pub fn newest(office: &Office, to: &str) -> MessageRow {
    let all = candour::mail::latest(&mut office.db(), 100).unwrap();
    all.into_iter().find(|mail| mail.to_address == to).unwrap()
}

/// A question of Hana's about the newest request; gives the request's address and the link in the mail.
async fn asked_a_question(office: &Office, hana: &Person, reference: &str) -> String {
    let at = format!("/requests/{reference}");
    hana.post(&format!("{at}/owner"), &[]).await.is_done();
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    hana.post(&format!("{at}/identity"), &proof).await.is_done();
    let question = [("act", "ask"), ("question", "Was it Hill House or Elm Lodge?")];
    hana.post(&format!("{at}/clarification"), &question).await.is_done();
    office.link_to("rowan@example.org", "/read/")
}

on_both! {
    async fn a_version_is_used_once_a_manager_who_did_not_write_it_has_approved_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mona = office.hires("Mona", Role::Manager).await;
        let book = "/letters/acknowledgement/en";

        let written = hana.post(book, &version("It is here: {reference}", NEW)).await;
        written.is_done();
        assert_eq!(written.location(), format!("{book}/1"));
        asks(&office).await;
        assert!(newest(&office, "rowan@example.org").subject.starts_with("We have your request"));
        assert!(mona.get("/letters").await.page().contains("Acknowledgement, English, version 1"));

        hana.post(&format!("{book}/1/approval"), &[]).await.is_refused(403, "ou may not approve");
        mona.post(&format!("{book}/1/approval"), &[]).await.is_done();
        mona.post(&format!("{book}/1/approval"), &[]).await.is_refused(409, "decided a moment ago");

        let reference = asks(&office).await;
        let sent = newest(&office, "rowan@example.org");
        assert_eq!(sent.subject, format!("It is here: {reference}"));
        assert!(sent.body.contains("We have what you sent on 21 November 2026."), "{}", sent.body);
        let page = hana.get(book).await.page();
        assert!(page.contains("In use") && page.contains("Mona"), "{page}");

        hana.post(book, &version("Newer: {reference}", NEW)).await.is_done();
        mona.post(&format!("{book}/2/approval"), &[]).await.is_done();
        assert!(hana.get(&format!("{book}/1")).await.page().contains("No longer in use"));
        assert!(hana.get(&format!("{book}/0")).await.page().contains("Thank you for your request"));
    }

    async fn nobody_approves_what_they_wrote(office) {
        let mona = office.hires("Mona", Role::Manager).await;
        let max = office.hires("Max", Role::Manager).await;
        let book = "/letters/acknowledgement/en";
        mona.post(book, &version("Hello", NEW)).await.is_done();

        mona.post(&format!("{book}/1/approval"), &[]).await.is_refused(403, "obody may approve the wording of letters they worked on");
        mona.post(&format!("{book}/1/return"), &[("words", "no")]).await.is_refused(403, "");
        assert!(mona.get(&format!("{book}/1")).await.page().contains("another manager approves it"));

        max.post(&format!("{book}/1/return"), &[]).await.is_refused(422, "Say what to change");
        max.post(&format!("{book}/1/return"), &[("words", "Say when we answer")]).await.is_done();
        assert!(mona.get(&format!("{book}/1")).await.page().contains("Say when we answer"));
        max.post(&format!("{book}/1/approval"), &[]).await.is_refused(409, "decided a moment ago");
        max.post(&format!("{book}/9/approval"), &[]).await.is_refused(404, "");
    }

    async fn the_wording_that_came_with_the_program_is_approved_as_it_is(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mona = office.hires("Mona", Role::Manager).await;
        let book = "/letters/refusal/en";
        assert!(hana.get(book).await.page().contains("No manager has approved it yet"));

        hana.post(&format!("{book}/0/approval"), &[]).await.is_refused(403, "");
        mona.post(&format!("{book}/0/approval"), &[]).await.is_done();
        mona.post(&format!("{book}/0/approval"), &[]).await.is_refused(409, "in use already");

        let page = hana.get(&format!("{book}/1")).await.page();
        assert!(page.contains("Came with the program") && page.contains("Mona"), "{page}");
    }

    async fn a_blank_that_is_unknown_missing_or_out_of_place_is_refused_by_its_name(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let plain = "Write to us if you have a question. We will help you. We answer as soon as we can.";

        for (kind, subject, body, words) in [
            ("acknowledgement", "Hello", "On {received} in {town}.", "{town} is no field"),
            ("acknowledgement", "Hello", plain, "{received} is missing"),
            ("acknowledgement", "Hello", "{received} {question}", "{question} tells of the case"),
            ("search", "Search", "{link} {answer_by} {reason}", "{reason} tells of the case"),
            ("clarification", "{question}", "{question}", "cannot stand in the subject"),
            ("refusal", "Your request", "{reason}", "{regulator} is missing"),
            ("pack_code", "Your code", "{code} {link}", "{link} is not known for a letter of this kind"),
            ("acknowledgement", "Hello", "{received", "opened and not closed"),
            ("acknowledgement", "", "{received}", "write a subject"),
        ] {
            let answer = hana.post(&format!("/letters/{kind}/en"), &[("subject", subject), ("body", body)]).await;
            let shown = answer.body.replace("&#123;", "{").replace("&#125;", "}");
            assert_eq!(answer.status, 422, "{words}");
            assert!(shown.to_lowercase().contains(&words.to_lowercase()), "{words:?} not in {shown}");
        }
        assert_eq!(hana.post("/letters/valentine/en", &version("x", "y")).await.status, 404);
        assert_eq!(hana.get("/letters/refusal/fr").await.status, 404);
    }

    async fn a_wording_that_is_hard_to_read_needs_its_reason_and_one_that_belittles_is_not_taken(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let book = "/letters/acknowledgement/en";
        let hard = "Notwithstanding considerations regarding proportionality, the determination concerning {received} \
            necessitates comprehensive examination of documentation by the DPO prior to finalisation.";

        let form = version("Hello", hard);
        let answer = hana.post(book, &form).await;
        answer.is_refused(422, "and 12 is the limit here");
        for found in ["DPO", "notwithstanding", "before"] {
            assert!(answer.body.contains(found), "{found} not in {}", answer.body);
        }
        let checked = hana.post(book, &[form[0], form[1], ("act", "check")]).await.page();
        assert!(checked.contains("Not explained") && !checked.contains("version 1"), "{checked}");
        hana.post(book, &[form[0], form[1], ("reason", "A court ordered these words")]).await.is_done();
        assert!(hana.get(&format!("{book}/1")).await.page().contains("A court ordered these words"));

        let unfair = "We had your letter on {received}. We help the handicapped with their forms. Call us if you are wheelchair-bound.";
        let form = [("subject", "Hello"), ("body", unfair), ("reason", "I like it")];
        hana.post(book, &form).await.is_refused(422, "belittles people");
    }

    async fn a_question_is_not_in_the_mail_that_leads_to_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;

        let link = asked_a_question(&office, &hana, &reference).await;

        let mails = candour::mail::latest(&mut office.db(), 100).unwrap();
        assert!(mails.iter().all(|mail| !mail.body.contains("Elm Lodge") && !mail.subject.contains("Elm Lodge")));
        let rowan = office.visitor();
        let door = rowan.get(&link).await.page();
        assert!(!door.contains("Elm Lodge"), "{door}");
        let at = format!("/requests/{reference}");
        assert!(hana.get(&format!("{at}/letters")).await.page().contains("not read yet"), "looking opens nothing");

        let letter = rowan.post(&link, &[]).await.page();
        assert!(letter.contains("Was it Hill House or Elm Lodge?"), "{letter}");
        rowan.post(&link, &[]).await.page();
        let file = rowan.post(&format!("{link}/file"), &[]).await;
        assert!(file.bytes.starts_with(b"%PDF-"));
        let story = hana.get(&at).await.page();
        assert_eq!(story.matches("read a letter").count(), 1, "told once: {story}");
        assert!(hana.get(&format!("{at}/letters")).await.page().contains("first read 21 November 2026"));

        rowan.get("/read/made-up").await.is_refused(404, "does not work");
        rowan.post("/read/made-up", &[]).await.is_refused(404, "");
        office.later(Duration::days(91));
        rowan.post(&link, &[]).await.is_refused(404, "does not work");
    }

    async fn the_letters_of_a_request_are_for_those_who_may_know_of_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let omar = office.hires("Omar", Role::Handler).await;
        let reference = asks(&office).await;
        asked_a_question(&office, &hana, &reference).await;
        let letters = format!("/requests/{reference}/letters");
        let page = hana.get(&letters).await.page();
        assert!(page.contains("Was it Hill House") && page.contains("We have your request"), "{page}");
        let file = page.split('"').find(|part| part.ends_with("/letter.pdf")).unwrap().to_owned();

        let paper = hana.get(&file).await;

        assert!(paper.bytes.starts_with(b"%PDF-"), "{}", paper.body);
        assert_eq!(omar.get(&letters).await.status, 404);
        assert_eq!(omar.get(&file).await.status, 404);
        let preview = format!("/letters/refusal/en/0?request={reference}");
        assert!(hana.get(&preview).await.page().contains("Dear Rowan Price"));
        let strange = omar.get(&preview).await.page();
        assert!(strange.contains("not yours to know of") && !strange.contains("Rowan Price"), "{strange}");
        assert_eq!(hana.get("/letters/refusal/en/7").await.status, 404);
    }

    async fn who_wants_paper_gets_a_letter_to_post(office) {
        let mut form = FORM.to_vec();
        form[5] = ("receive_by", "post");
        form.push(("address", "4 Mill Lane\nNorthmoor"));

        assert_eq!(office.visitor().post("/ask", &form).await.status, 303);

        let letter = newest(&office, "4 Mill Lane\nNorthmoor");
        assert_eq!((letter.channel.as_str(), letter.purpose.as_str()), ("letter", "acknowledgement"));
    }

    async fn a_letter_in_welsh_says_that_it_is_not_there_until_it_is(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mona = office.hires("Mona", Role::Manager).await;
        let mut form = FORM.to_vec();
        form.push(("language", "cy"));

        office.visitor().post("/ask", &form).await;
        let first = newest(&office, "rowan@example.org");
        assert!(first.body.starts_with("Nid yw'r llythyr hwn ar gael yn Gymraeg eto.") && first.body.contains("Thank you"), "{}", first.body);

        let welsh = version("Mae eich cais gennym: {reference}", "Annwyl {name}\n\nDaeth eich cais atom ar {received}.\n\n{council}");
        hana.post("/letters/acknowledgement/cy", &welsh).await.is_done();
        mona.post("/letters/acknowledgement/cy/0/approval", &[]).await.is_refused(404, "");
        mona.post("/letters/acknowledgement/cy/1/approval", &[]).await.is_done();
        office.visitor().post("/ask", &form).await;

        let second = newest(&office, "rowan@example.org");
        assert!(second.body.starts_with("Annwyl Rowan Price") && second.body.contains("21 Tachwedd 2026"), "{}", second.body);
    }

    async fn preferences_are_asked_once_and_shown_wherever_the_request_is(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let (omar, rita) = (office.hires("Omar", Role::Handler).await, office.hires("Rita", Role::Reviewer).await);
        let mut form = FORM.to_vec();
        form.extend([("language", "other"), ("format", "large_print"), ("interpreter", "true"), ("staged", "true")]);
        let visitor = office.visitor();
        visitor.post("/ask", &form).await.is_refused(422, "Name the language");
        form.push(("other_language", "Polish"));
        let answer = visitor.post("/ask", &form).await;
        let reference = answer.location().strip_prefix("/ask/sent/").unwrap().split('?').next().unwrap().to_owned();
        let wishes = format!("/requests/{reference}/preferences");
        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();

        for place in ["", "/searches", "/people", "/letters"] {
            let page = hana.get(&format!("/requests/{reference}{place}")).await.page();
            for wish in ["Reads best in Polish", "Large print (16 point)", "Interpreter", "The pack in parts"] {
                assert!(page.contains(wish), "{wish} not on {place}");
            }
        }
        let staff = rita.actor().id.to_string();
        hana.post(&format!("/requests/{reference}/assignments"), &[("staff", &staff)]).await.is_done();
        rita.post(&wishes, &[("language", "en"), ("format", "standard")]).await.is_refused(403, "ou may not");
        assert_eq!(omar.post(&wishes, &[("language", "en"), ("format", "standard")]).await.status, 404);
        hana.post(&wishes, &[("language", "klingon"), ("format", "standard")]).await.is_refused(422, "Choose a language");

        hana.post(&wishes, &[("language", "en"), ("format", "braille")]).await.is_done();

        let page = hana.get(&format!("/requests/{reference}")).await.page();
        assert!(page.contains("Braille") && !page.contains("Polish"), "{page}");
    }

    async fn large_print_makes_every_page_of_ours_in_the_pack_larger(office) {
        let case = the_pack::in_review(&office).await;
        the_pack::reviewed(&case).await;
        let large = [("language", "en"), ("format", "large_print")];
        case.hana.post(&case.at("preferences"), &large).await.is_done();
        the_pack::built(&office, &case).await;

        let volume = case.hana.get(&case.at("pack/1")).await;

        let reading = Reading::open(volume.bytes, None, &Default::default()).unwrap();
        let words = reading.words(0).unwrap();
        let dear = words.iter().find(|word| word.text == "Dear").unwrap();
        let heights: Vec<f64> = dear.quad.0.iter().map(|point| point.y).collect();
        let tall = heights.iter().copied().fold(f64::MIN, f64::max) - heights.iter().copied().fold(f64::MAX, f64::min);
        assert!(tall > 14.0, "16 point type is taller than {tall}");

        case.hana.post(&case.at("preferences"), &[("language", "en"), ("format", "standard")]).await.is_done();
        let signature = [("fingerprint", the_pack::fingerprint(&case).await)];
        let signature: Vec<(&str, &str)> = signature.iter().map(|(n, v)| (*n, v.as_str())).collect();
        case.mona.post(&case.at("signature"), &signature).await.is_refused(409, "");
    }

    async fn a_childs_record_is_not_released_before_the_first_languages_are_known(office) {
        let case = the_pack::in_review(&office).await;
        let born = [("subject_name", "Rowan Price"), ("born_on_day", "3"), ("born_on_month", "5"), ("born_on_year", "2012")];
        case.hana.post(&case.at("people/subject"), &born).await.is_done();
        the_pack::reviewed(&case).await;
        the_pack::built(&office, &case).await;
        the_pack::sealed(&office, &case).await;
        let phone = [("phone", "01632 960001"), ("checked", "true")];
        case.hana.post(&case.at("identity/phone"), &phone).await.is_done();
        case.hana.post(&case.at("release"), &the_pack::BY_PHONE).await.is_refused(422, "first language of the child");

        let known = [("language", "en"), ("format", "standard"), ("childs_language", "English"), ("carers_language", "Polish")];
        case.hana.post(&case.at("preferences"), &known).await.is_done();

        case.hana.post(&case.at("release"), &the_pack::BY_PHONE).await.is_done();
    }
}

#[test]
fn the_letters_we_ship_read_as_approved() {
    let samples =
        Field::ALL.iter().fold(Values::default(), |all, field| all.with(*field, field.sample()));
    let read = |kind: LetterKind| {
        let filled: Filled =
            letters::shipped(kind).filled(kind, &samples, Language::English).unwrap();
        let rule = "=".repeat(20);
        format!("{rule} {}: {}\n\n{}\n", kind.name(), filled.subject, filled.text())
    };
    let all: String = LetterKind::ALL.iter().map(|kind| read(*kind)).collect();

    is_as_approved("letters.txt", &all);
}
