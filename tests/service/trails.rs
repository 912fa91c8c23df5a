//! E-mail trails pasted into notes: known where they stand twice, shown once, never silently.

use candour::access::Role;

use crate::office::{Office, on_both};
use crate::passages::words_of;
use crate::the_pack::{Case, built, in_review, reviewed};

const MAIL: &str = "From: Ann Price <ann@school.example>\r\nTo: tom@council.example\r\nSubject: Rhys at school\r\nDate: Mon, 4 Mar 2019 09:15:00 +0000\r\n\r\nRhys was late again today and would not say why.\r\nHis coat was wet through.\r\n";
const NOTE: &str = "I asked the school about this.\n\nOn 4 March 2019 at 09:15, Ann Price <ann@school.example> wrote:\n> Rhys was late again today and would not say why.\n> His coat was wet through.\n\nI will ring her.\n";

/// D3 is the mail, D4 the note into which it was pasted.
async fn with_a_trail(office: &Office) -> Case {
    let case = in_review(office).await;
    let files = [
        ("files", "mail.eml", MAIL.as_bytes()),
        ("files", "Call to the school.txt", NOTE.as_bytes()),
    ];
    case.hana.upload(&case.at("record"), &[("source", "Case system")], &files).await;
    office.works().await;
    case
}

on_both! {
    async fn a_pasted_message_is_known_where_it_stands_a_second_time(office) {
        let case = with_a_trail(&office).await;

        for place in ["items/4", "review/4"] {
            let page = case.rita.get(&case.at(place)).await.page();
            assert!(page.contains("Message 2 of the 3 in this trail is also D3"), "{page}");
        }
        let mail = case.rita.get(&case.at("review/3")).await.page();
        assert!(mail.contains("The words of this item are also D4"), "{mail}");
        assert!(!case.rita.get(&case.at("review/1")).await.page().contains("id=\"trail\""));

        let secret = [("title", "Mail"), ("kind", "correspondence"), ("hand", "first_hand"), ("level", "highly_sensitive"), ("topics", "locating")];
        case.hana.post(&case.at("items/3"), &secret).await.is_done();
        assert!(!case.rita.get(&case.at("review/4")).await.page().contains("D3"), "what is not hers to know of");
        let unknown = [("first", "2"), ("shown_in", "3")];
        case.rita.post(&case.at("items/4/shown-once"), &unknown).await.is_refused(409, "do not stand there any more");
    }

    async fn a_message_is_shown_once_where_a_reviewer_says_so_and_only_if_the_other_goes(office) {
        let case = with_a_trail(&office).await;
        reviewed(&case).await;
        let once = case.at("items/4/shown-once");

        case.rita.post(&once, &[("first", "1"), ("shown_in", "3")]).await.is_refused(409, "do not stand there");
        case.rita.post(&once, &[("first", "2"), ("shown_in", "3")]).await.is_done();
        case.rita.post(&case.at("items/3/shown-once"), &[("first", "1"), ("shown_in", "4")]).await.is_refused(422, "would stand nowhere");
        let page = case.rita.get(&case.at("review/4")).await.page();
        assert!(page.contains("<strong>See D3</strong> Shown once"), "{page}");
        case.rita.post(&case.at("items/4/decision"), &[("decision", "release_with_marks")]).await.is_done();
        let withheld = [("decision", "withhold"), ("ground", "not-personal-data"), ("reason", "About the bus")];
        case.rita.post(&case.at("items/3/decision"), &withheld).await.is_done();
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "D4 leaves words out because D3 shows them");

        case.rita.post(&case.at("items/3/decision"), &[("decision", "release")]).await.is_done();
        built(&office, &case).await;

        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);
        assert_eq!(pack.matches("coat was wet through").count(), 1, "{pack}");
        assert!(pack.contains("See D3") && pack.contains("The same words stand in another document"), "{pack}");
        assert!(pack.contains("I asked the school about this.") && pack.contains("I will ring her."), "{pack}");
        assert!(pack.contains("Rhys at school"), "what is shown elsewhere is no secret: {pack}");
    }

    async fn nothing_is_left_out_of_a_trail_by_itself_and_a_decision_is_undone(office) {
        let case = with_a_trail(&office).await;
        reviewed(&case).await;
        case.rita.post(&case.at("items/4/shown-once"), &[("first", "2"), ("shown_in", "3")]).await.is_done();

        case.rita.post(&case.at("marks/undo"), &[("number", "4")]).await.is_done();

        for number in [3, 4] {
            case.rita.post(&case.at(&format!("items/{number}/decision")), &[("decision", "release")]).await.is_done();
        }
        built(&office, &case).await;
        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);
        assert_eq!(pack.matches("coat was wet through").count(), 2, "{pack}");
    }

    async fn an_item_whose_every_message_stands_elsewhere_is_not_given_twice_and_the_pack_says_so(office) {
        let case = with_a_trail(&office).await;
        reviewed(&case).await;
        let page = case.rita.get(&case.at("review/3")).await.page();
        assert!(page.contains("Copy of D4: do not give it twice"), "{page}");
        assert!(!case.rita.get(&case.at("review/4")).await.page().contains("do not give it twice"));

        case.rita.post(&case.at("items/4/given-once"), &[]).await.is_refused(422, "stands in no other document");
        case.rita.post(&case.at("items/3/given-once"), &[]).await.is_done();

        let page = case.rita.get(&case.at("review/3")).await.page();
        assert!(page.contains("Copy of D4: not given twice") && !page.contains("do not give it twice"), "{page}");
        case.rita.post(&case.at("items/4/shown-once"), &[("first", "2"), ("shown_in", "3")]).await.is_refused(422, "leaves words out itself");
        let withheld = [("decision", "withhold"), ("ground", "not-personal-data"), ("reason", "About the bus")];
        case.rita.post(&case.at("items/4/decision"), &withheld).await.is_done();
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "D3 leaves words out because D4 shows them");
        case.rita.post(&case.at("items/4/decision"), &[("decision", "release")]).await.is_done();
        built(&office, &case).await;

        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);
        assert_eq!(pack.matches("coat was wet through").count(), 1, "{pack}");
        assert!(pack.contains("Not given twice") && pack.contains("everything in it stands in D4 (at page"), "{pack}");
        assert!(pack.contains("1 document holds nothing that is not in another one too"), "{pack}");
        let signing = case.mona.get(&case.at("sign-off")).await.page();
        assert!(signing.contains("Copy: not given twice"), "{signing}");
    }

    async fn nothing_is_left_to_an_item_that_does_not_go(office) {
        let case = with_a_trail(&office).await;
        reviewed(&case).await;
        let once = case.at("items/3/given-once");
        let withheld = [("decision", "withhold"), ("ground", "not-personal-data"), ("reason", "About the bus")];
        case.rita.post(&case.at("items/4/decision"), &withheld).await.is_done();

        case.rita.post(&once, &[]).await.is_refused(422, "D4 is withheld itself");
        case.rita.post(&case.at("items/4/reconsideration"), &[]).await.is_done();
        case.rita.post(&case.at("items/4/shown-once"), &[("first", "2"), ("shown_in", "3")]).await.is_done();
        case.rita.post(&once, &[]).await.is_refused(422, "because they stand in D3");
        let auditor = office.hires("Asif Khan", Role::Auditor).await;
        auditor.post(&once, &[]).await.is_refused(403, "may not");
        let other = office.hires("Olu Ade", Role::Reviewer).await;
        assert_eq!(other.post(&once, &[]).await.status, 404);
        let page = case.rita.get(&case.at("review/3")).await.page();
        assert!(!page.contains("not given twice"), "{page}");
    }

    async fn an_exact_copy_of_a_file_is_given_once_until_somebody_decides_again(office) {
        let case = in_review(&office).await;
        let files = [("files", "School note again.txt", b"Rowan reads well.\n".as_slice())];
        case.hana.upload(&case.at("record"), &[("source", "School")], &files).await;
        office.works().await;
        reviewed(&case).await;

        case.rita.post(&case.at("items/3/given-once"), &[]).await.is_done();
        case.rita.post(&case.at("items/2/given-once"), &[]).await.is_refused(422, "stands in no other document");
        case.rita.post(&case.at("items/3/reconsideration"), &[]).await.is_done();
        let page = case.rita.get(&case.at("review/3")).await.page();
        assert!(page.contains("Copy of D2: do not give it twice"), "{page}");
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "D3 is undecided");
        case.rita.post(&case.at("items/3/given-once"), &[]).await.is_done();
        built(&office, &case).await;

        let pack = words_of(case.hana.get(&case.at("pack/1")).await.bytes);
        assert_eq!(pack.matches("Rowan reads well").count(), 1, "{pack}");
        assert!(pack.contains("everything in it stands in D2"), "{pack}");
    }
}
