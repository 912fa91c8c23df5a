//! The requester's own pages: only with link and code, only their own, and what they may do there.

use candour::access::Role;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::requests::{asks, gathers};

/// The link by which Rowan follows the newest request, and its code.
async fn invited(office: &Office) -> (String, String) {
    office.works().await;
    let link = office.link_to("rowan@example.org", "/follow/");
    let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
    let code = messages.iter().find(|m| m.purpose == "portal_code").unwrap();
    assert_ne!(code.channel, "email", "the code never travels as the link does");
    let code = code.body.split("Your code is: ").nth(1).unwrap().lines().next().unwrap();
    (link, code.to_owned())
}

/// Rowan with the page of their request open.
async fn following(office: &Office) -> Person {
    let (link, code) = invited(office).await;
    let rowan = office.visitor();
    rowan.get(&link).await.page();
    rowan.post(&link, &[("code", &code.to_lowercase().replace('-', " "))]).await.is_done();
    rowan
}

on_both! {
    async fn somebody_follows_their_request_in_plain_words_with_its_dates(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let reference = asks(&office).await;
        let rowan = following(&office).await;

        let page = rowan.get("/my-request").await.page();
        assert!(page.contains(&reference) && page.contains("We have your request."), "{page}");
        assert!(page.contains("21 November 2026") && page.contains("21 December 2026"), "{page}");
        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
        hana.post(&format!("/requests/{reference}/steps"), &[("event", "taken_up")]).await.is_done();
        let what = [("what", "a passport, or a bill with your address")];
        hana.post(&format!("/requests/{reference}/identity/question"), &what).await.is_done();

        let page = rowan.get("/my-request").await.page();

        assert!(page.contains("We are waiting for proof of who you are."), "{page}");
        assert!(page.contains("a passport, or a bill with your address"), "what we wrote is there: {page}");
        assert!(!page.contains("Your code is"), "{page}");
    }

    async fn proof_is_sent_from_the_page_and_looked_at_by_whoever_decides(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let reference = asks(&office).await;
        let rowan = following(&office).await;

        rowan.upload("/my-request/identity", &[], &[]).await.is_refused(422, "Choose at least one file");
        let passport = [("files", "passport.jpg", b"a picture of a passport".as_slice())];
        rowan.upload("/my-request/identity", &[], &passport).await.is_done();

        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
        let page = hana.get(&format!("/requests/{reference}/identity")).await.page();
        assert!(page.contains("passport.jpg"), "{page}");
        let begins = "/identity/files/";
        let at = page.find(begins).map(|at| at + begins.len()).unwrap();
        let file = format!("/requests/{reference}/identity/files/{}", &page[at..at + 36]);
        assert_eq!(hana.get(&file).await.bytes, b"a picture of a passport");
        let omar = office.hires("Omar Shah", Role::Handler).await;
        omar.get(&file).await.is_refused(404, "");
        let proof = [("verdict", "proved"), ("evidence", "the passport")];
        hana.post(&format!("/requests/{reference}/identity"), &proof).await.is_done();
        rowan.upload("/my-request/identity", &[], &passport).await.is_refused(409, "already who you are");
    }

    async fn a_question_is_answered_from_the_page_and_the_clock_goes_on(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let rowan = following(&office).await;
        rowan.post("/my-request/answer", &[("answer", "All of it")]).await.is_refused(409, "not waiting for an answer");
        let question = [("act", "ask"), ("question", "Which school do you mean?")];
        hana.post(&format!("/requests/{reference}/clarification"), &question).await.is_done();
        office.later(Duration::minutes(5));
        let page = rowan.get("/my-request").await.page();
        assert!(page.contains("Which school do you mean?") && page.contains("stands still"), "{page}");

        rowan.post("/my-request/answer", &[("answer", " ")]).await.is_refused(422, "Write your answer");
        rowan.post("/my-request/answer", &[("answer", "the one by the river")]).await.is_done();
        rowan.post("/my-request/priorities", &[("priorities", "photographs of my brother")]).await.is_done();

        let story = hana.get(&format!("/requests/{reference}")).await.page();
        for words in ["the one by the river", "photographs of my brother", "answered our question"] {
            assert!(story.contains(words), "{words} not in {story}");
        }
    }

    async fn five_wrong_codes_close_the_link_and_staff_are_told(office) {
        asks(&office).await;
        let (link, code) = invited(&office).await;
        let somebody = office.visitor();

        for _ in 0..5 {
            somebody.post(&link, &[("code", "AAAA-AAAA")]).await.is_refused(422, "not the code");
        }

        somebody.post(&link, &[("code", &code)]).await.is_refused(403, "closed because of too many wrong codes");
        let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
        assert!(messages.iter().any(|m| m.purpose == "alert" && m.subject.contains("five wrong codes")));
    }

    async fn whoever_contests_something_sends_what_shows_that_they_are_right(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let form = [
            ("place", "the visit in May"), ("says", "born in 1997"), ("should_say", "1998"),
            ("subject_name", "Rowan Price"), ("requester_kind", "adult_self"),
            ("email", "rowan@example.org"), ("address", "4 Mill Lane"),
        ];
        let sent = office.visitor().post("/correct", &form).await;
        let to = sent.location().strip_prefix("/ask/sent/").unwrap().to_owned();
        let reference = to.split('?').next().unwrap().to_owned();
        let rowan = following(&office).await;
        let page = rowan.get("/my-request").await.page();
        assert!(page.contains("We have your request to correct your records."), "{page}");

        rowan.upload("/my-request/evidence", &[], &[]).await.is_refused(422, "Choose at least one file");
        let file = [("files", "birth certificate.pdf", b"1998".as_slice())];
        rowan.upload("/my-request/evidence", &[], &file).await.is_done();

        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
        let page = hana.get(&format!("/requests/{reference}/correction")).await.page();
        assert!(page.contains("birth certificate.pdf"), "{page}");
        let withdrawn = [("event", "withdrawn"), ("reason", "They wrote so")];
        hana.post(&format!("/requests/{reference}/correction/steps"), &withdrawn).await.is_done();
        rowan.upload("/my-request/evidence", &[], &file).await.is_refused(409, "we look at it again");
    }

    async fn every_page_is_refused_to_a_stranger(office) {
        let stranger = office.visitor();

        for page in ["/my-request", "/pack", "/pack/read/1", "/pack/pages/1.png", "/pack/read/1/correction", "/follow/nobodys"] {
            assert_eq!(stranger.get(page).await.status, 404, "{page}");
        }
        for page in ["/my-request/answer", "/my-request/priorities", "/my-request/identity", "/my-request/evidence", "/pack/files/1", "/pack/wrong-person", "/follow/nobodys"] {
            assert_eq!(stranger.post(page, &[]).await.status, 404, "{page}");
        }
        let contest = [("says", "x"), ("should_say", "y")];
        assert_eq!(stranger.post("/pack/read/1/correction", &contest).await.status, 404);
    }

    async fn a_visit_to_the_request_opens_no_pack(office) {
        asks(&office).await;
        let rowan = following(&office).await;
        let visit = rowan.cookie("__Host-candour-follow").unwrap();

        rowan.set_cookie("__Host-candour-pack", &visit);

        assert_eq!(rowan.get("/pack").await.status, 404);
        assert_eq!(rowan.get("/pack/read/1").await.status, 404);
    }

    async fn a_visit_lasts_while_somebody_is_there_and_ends_when_nobody_is(office) {
        asks(&office).await;
        let rowan = following(&office).await;

        for _ in 0..4 {
            office.later(Duration::minutes(10));
            rowan.get("/my-request").await.page();
        }
        office.later(Duration::minutes(16));

        assert_eq!(rowan.get("/my-request").await.status, 404);
    }

    async fn nobody_stays_longer_than_a_day_of_work(office) {
        asks(&office).await;
        let rowan = following(&office).await;

        for _ in 0..59 {
            office.later(Duration::minutes(10));
            rowan.get("/my-request").await.page();
        }
        office.later(Duration::minutes(10));

        assert_eq!(rowan.get("/my-request").await.status, 404);
    }
}
