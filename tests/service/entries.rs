//! The parts of an entry, and one record that hangs together: what happened, who was there, in
//! words that are explained.

use crate::office::on_both;
use crate::passages::words_of;
use crate::the_pack::{built, in_review, reviewed};

const PARTS: [(&str, &str); 4] = [
    ("at_time", "2.30 pm"),
    ("present", "Rowan and Tom Ashworth"),
    ("discussion", "How school is going"),
    ("decisions", "Tom Ashworth will ring CAMHS"),
];

fn described<'a>(title: &'a str, author: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("title", title),
        ("kind", "case_note"),
        ("author", author),
        ("hand", "first_hand"),
        ("level", "confidential"),
        ("event_on", "4 3 2019"),
    ]
}

on_both! {
    async fn an_entry_says_which_of_its_parts_are_missing_and_keeps_those_that_are_there(office) {
        let case = in_review(&office).await;
        let (item, entry) = (case.at("items/2"), case.at("items/2/entry"));
        case.rita.post(&item, &described("School note", "")).await.is_done();

        let page = case.rita.get(&item).await.page();
        assert!(page.contains("the time, who wrote it, who was there, what was said, what was decided."), "{page}");
        case.rita.post(&entry, &[("at_time", "noonish")]).await.is_refused(422, "Write a time as 14:30");
        case.rita.post(&entry, &PARTS).await.is_done();
        case.rita.post(&item, &described("School note", "Tom Ashworth")).await.is_done();

        let page = case.rita.get(&item).await.page();
        assert!(page.contains("Every part that an entry must hold is there") && page.contains("value=\"14:30\""), "{page}");
        case.mona.post(&entry, &PARTS).await.is_refused(403, "");
        assert!(case.mona.get(&item).await.page().contains("How school is going"));
        let stranger = office.hires("Rex Hall", candour::access::Role::Reviewer).await;
        assert_eq!(stranger.post(&entry, &PARTS).await.status, 404);
    }

    async fn one_coherent_record_is_shared_with_what_happened_who_is_who_and_words_explained(office) {
        let case = in_review(&office).await;
        let tom = [("name", "Tom Ashworth"), ("relation", "Social worker"), ("kind", "professional")];
        case.rita.post(&case.at("people"), &tom).await.is_done();
        let files = [("files", "Call.txt", b"Tom Ashworth rang CAMHS about Rowan.\n".as_slice())];
        case.hana.upload(&case.at("record"), &[("source", "Case system")], &files).await;
        office.works().await;
        for (number, title) in [(1, "Visit"), (2, "School note"), (3, "Call")] {
            case.rita.post(&case.at(&format!("items/{number}")), &described(title, "Tom Ashworth")).await.is_done();
        }
        case.rita.post(&case.at("items/2/entry"), &PARTS).await.is_done();
        let masked = [("at_time", "9am"), ("discussion", "What the neighbour saw")];
        case.rita.post(&case.at("items/1/entry"), &masked).await.is_done();
        reviewed(&case).await;
        case.rita.post(&case.at("items/3/decision"), &[("decision", "release")]).await.is_done();
        built(&office, &case).await;

        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);

        let happened = pack.split("What happened, by date").last().unwrap();
        let happened = happened.split("Who is who").next().unwrap();
        let (first, second) = (happened.find("09:00").unwrap(), happened.find("14:30").unwrap());
        assert!(first < second, "what happened first stands first: {happened}");
        assert!(happened.contains("School note") && happened.contains("How school is going"), "{happened}");
        assert!(!pack.contains("What the neighbour saw"), "a marked document is not summed up: {pack}");
        let who = pack.split("Short words explained").next().unwrap();
        assert!(who.contains("Tom Ashworth") && who.contains("Social worker"), "{who}");
        assert!(pack.contains("CAMHS") && pack.contains("child and adolescent mental health"), "{pack}");
        assert!(pack.contains("Rowan reads well."), "the documents themselves: {pack}");
        case.rita.post(&case.at("items/2/entry"), &PARTS).await.is_refused(409, "send it back to review");
    }
}
