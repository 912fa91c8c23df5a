//! What passages of the record are: said beside the page, found in the record, told in the pack.

use candour::access::Role;
use serde_json::json;

use crate::office::on_both;
use crate::the_pack::{built, in_review, reviewed};

const FACT: [(&str, &str); 3] = [("on_page", "1"), ("passage", "Rowan was well"), ("tag", "fact")];

/// All words of a file of the pack, in their order.
pub fn words_of(pdf: Vec<u8>) -> String {
    let reading = candour_redaction::read::Reading::open(pdf, None, &Default::default()).unwrap();
    let words = (0..reading.pages()).flat_map(|page| reading.words(page).unwrap());
    words.map(|word| word.text).collect::<Vec<_>>().join(" ")
}

on_both! {
    async fn a_passage_is_tagged_beside_its_page_found_in_the_record_and_taken_back(office) {
        let case = in_review(&office).await;
        let passages = case.at("items/1/passages");

        case.rita.post(&passages, &FACT).await.is_done();
        let selected = [("on_page", "1"), ("passage", "Visit on"), ("first", "0"), ("last", "3"), ("tag", "childs_voice")];
        case.rita.post(&passages, &selected).await.is_done();

        for place in ["review/1", "items/1"] {
            let page = case.rita.get(&case.at(place)).await.page();
            assert!(page.contains("<strong>Fact</strong> <q dir=\"auto\">Rowan was well.</q>"), "{page}");
            assert!(page.contains("app-voice--blue") && page.contains("own voice</strong> <q dir=\"auto\">Visit on 3 May.</q>"), "{page}");
        }
        let list = case.hana.get(&case.at("record?tag=childs_voice")).await.page();
        assert!(list.contains("1 to 1 of 1") && list.contains("own voice</span>"), "{list}");
        assert!(case.hana.get(&case.at("record?tag=hypothesis")).await.page().contains("No item fits"));

        let page = case.rita.get(&case.at("review/1")).await.page();
        let removal = page.split("action=\"").find(|part| part.contains("/removal\"") && part.contains("passages/")).unwrap();
        let removal = removal.split('"').next().unwrap().to_owned();
        case.rita.post(&removal, &[]).await.is_done();
        assert!(!case.rita.get(&case.at("review/1")).await.page().contains("Visit on 3 May.</q>"));
        assert_eq!(case.rita.post(&removal, &[]).await.status, 404);
    }

    async fn an_opinion_without_its_rationale_and_a_decision_without_maker_and_basis_are_refused(office) {
        let case = in_review(&office).await;
        let passages = case.at("items/1/passages");
        let says = |tag: &'static str, more: &[(&'static str, &'static str)]| {
            let mut form = vec![("on_page", "1"), ("passage", "the fence was broken"), ("tag", tag)];
            form.extend_from_slice(more);
            form
        };

        case.rita.post(&passages, &says("opinion", &[])).await.is_refused(422, "Say what the opinion rests on");
        case.rita.post(&passages, &says("decision", &[("basis", "The visit")])).await.is_refused(422, "Say who decided");
        case.rita.post(&passages, &says("decision", &[("maker", "Tom Ashworth")])).await.is_refused(422, "Say on what basis");
        case.rita.post(&passages, &says("", &[])).await.is_refused(422, "Choose what the passage is");

        case.rita.post(&passages, &says("opinion", &[("basis", "She had seen it")])).await.is_done();
        case.rita.post(&passages, &says("decision", &[("maker", "Tom Ashworth"), ("basis", "The visit")])).await.is_done();
        let page = case.rita.get(&case.at("review/1")).await.page();
        assert!(page.contains("It rests on: She had seen it") && page.contains("Decided by Tom Ashworth"), "{page}");
    }

    async fn a_tag_needs_words_that_stand_there_and_somebody_whose_work_it_is(office) {
        let case = in_review(&office).await;
        let passages = case.at("items/1/passages");
        let says = |field: &'static str, words: &'static str| {
            FACT.map(|(name, value)| if name == field { (name, words) } else { (name, value) })
        };

        case.rita.post(&passages, &says("passage", "Rowan was ill")).await.is_refused(422, "do not stand on this page");
        case.rita.post(&passages, &says("on_page", "7")).await.is_refused(422, "number of a page of this item");
        let beyond = [("on_page", "1"), ("first", "0"), ("last", "900"), ("tag", "fact")];
        case.rita.post(&passages, &beyond).await.is_refused(422, "do not stand on this page");
        case.rita.post(&passages, &FACT).await.is_done();
        case.rita.post(&passages, &FACT).await.is_refused(422, "carry this tag already");

        case.mona.post(&passages, &FACT).await.is_refused(403, "ou may not describe an item");
        let stranger = office.hires("Rex Hall", Role::Reviewer).await;
        assert_eq!(stranger.post(&passages, &FACT).await.status, 404);
        let highly = [("title", "Visit"), ("kind", "case_note"), ("hand", "first_hand"), ("level", "highly_sensitive"), ("topics", "locating")];
        case.hana.post(&case.at("items/1"), &highly).await.is_done();
        assert_eq!(case.rita.post(&passages, &FACT).await.status, 404, "what is not theirs to see");
        assert!(case.rita.get(&case.at("record?tag=fact")).await.page().contains("No item fits"));
    }

    async fn the_pack_says_whose_words_they_are_and_nothing_that_a_mark_covers(office) {
        let case = in_review(&office).await;
        let passages = case.at("items/1/passages");
        let voice = [("on_page", "1"), ("passage", "Mrs Diane"), ("until", "broken"), ("tag", "opinion"), ("basis", "What Mrs Kershaw saw")];
        case.rita.post(&passages, &voice).await.is_done();
        let name = [("on_page", "1"), ("passage", "Diane Kershaw"), ("tag", "judgement")];
        case.rita.post(&passages, &name).await.is_done();
        let oversight = [("on_page", "1"), ("passage", "Rowan reads well"), ("tag", "iro_oversight")];
        case.rita.post(&case.at("items/2/passages"), &oversight).await.is_done();
        reviewed(&case).await;
        let told = case.mona.get(&case.at("review/1")).await.page();
        assert!(told.contains("Opinion</strong>") && !told.contains("Tag the passage"), "{told}");
        built(&office, &case).await;

        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);

        assert!(pack.contains("Whose words these are"), "{pack}");
        assert!(pack.contains("D1-p1 “Mrs [removed] said that the fence was broken.” It rests on: What Mrs [removed] saw"), "{pack}");
        assert!(pack.contains("independent reviewing officers wrote") && pack.contains("D2-p1 “Rowan reads well.”"), "{pack}");
        assert!(!pack.contains("Kershaw") && !pack.contains("Professional judgements"), "{pack}");
        case.rita.post(&passages, &FACT).await.is_refused(409, "send it back to review");
    }

    async fn a_signature_binds_to_what_is_said_of_passages(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let reference = case.reference.parse().unwrap();
        let as_it_stands = || {
            let mut db = office.db();
            let request = candour::requests::seen_by(&mut db, case.hana.actor(), &reference).unwrap().unwrap();
            candour::pack::fingerprint(&mut db, &request).unwrap()
        };
        let before = as_it_stands();

        case.rita.post(&case.at("items/1/passages"), &FACT).await.is_done();

        assert_ne!(as_it_stands(), before);
        let undone = case.rita.post_json(&case.at("marks/undo"), &json!({ "number": 1 })).await;
        assert_eq!(undone.status, 200, "marks have their own undo: {}", undone.body);
    }
}
