//! A request from the form to the review: who may do what with it, when, and what the clock says.

use candour::access::Role;
use chrono::Duration;

use crate::office::{Office, Person, on_both};

pub const FORM: [(&str, &str); 6] = [
    ("requester_kind", "adult_self"),
    ("subject_name", "Rowan Price"),
    ("email", "rowan@example.org"),
    ("phone", "01632 960001"),
    ("asked_for", "Everything about my time at Hill House"),
    ("receive_by", "portal"),
];

/// Sends the public form in and gives the reference.
pub async fn asks(office: &Office) -> String {
    let answer = office.visitor().post("/ask", &FORM).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let location = answer.location().strip_prefix("/ask/sent/").unwrap().to_owned();
    location.split('?').next().unwrap().to_owned()
}

/// Brings a request of this handler's to the gathering of the record.
pub async fn gathers(office: &Office, handler: &Person) -> String {
    let reference = asks(office).await;
    handler.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
    prove(handler, &reference).await;
    let scope = [("scope", "Hill House, 2004 to 2011")];
    handler.post(&format!("/requests/{reference}/scope"), &scope).await.is_done();
    reference
}

async fn prove(handler: &Person, reference: &str) {
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    handler.post(&format!("/requests/{reference}/identity"), &proof).await.is_done();
}

on_both! {
    async fn somebody_asks_and_is_told_by_when(office) {
        let visitor = office.visitor();

        let reference = asks(&office).await;

        let page = visitor.get(&format!("/ask/sent/{reference}?by=2026-12-21")).await.page();
        assert!(page.contains(&reference) && page.contains("21 December 2026"), "{page}");
    }

    async fn the_form_names_every_field_that_is_missing(office) {
        let answer = office.visitor().post("/ask", &[("subject_name", "Rowan Price")]).await;

        answer.is_refused(422, "Say what you would like to see");
        for field in ["#requester_kind", "#email", "#receive_by"] {
            assert!(answer.body.contains(field), "{field}");
        }
        assert!(answer.body.contains("Rowan Price"), "what was typed is kept");
    }

    async fn a_known_and_an_unknown_person_are_answered_alike(office) {
        let first = office.visitor().post("/ask", &FORM).await;
        let again = office.visitor().post("/ask", &FORM).await;

        assert_eq!((first.status, again.status), (303, 303));
        let plain = |l: &str| l.replace("00001", "").replace("00002", "");
        assert_eq!(plain(first.location()), plain(again.location()));
    }

    async fn the_eleventh_form_within_an_hour_is_told_to_wait(office) {
        for _ in 0..10 {
            asks(&office).await;
        }

        office.visitor().post("/ask", &FORM).await.is_refused(429, "Too many forms");

        office.later(Duration::minutes(61));
        asks(&office).await;
    }

    async fn a_request_nobody_has_is_taken_once(office) {
        let (hana, omar) = (office.hires("Hana", Role::Handler).await, office.hires("Omar", Role::Handler).await);
        let reference = asks(&office).await;
        let board = hana.get("/requests").await.page();
        assert!(board.contains(&reference) && board.contains("Rowan Price"), "{board}");

        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();

        omar.get(&format!("/requests/{reference}")).await.is_refused(404, "not yours to know of");
        omar.post(&format!("/requests/{reference}/owner"), &[]).await.is_refused(404, "");
        assert!(!omar.get("/requests").await.page().contains(&reference));
    }

    async fn anothers_request_does_not_exist_for_any_act(office) {
        let (hana, omar) = (office.hires("Hana", Role::Handler).await, office.hires("Omar", Role::Handler).await);
        let reference = gathers(&office, &hana).await;

        for (act, fields) in [
            ("notes", &[("note", "x")][..]),
            ("steps", &[("event", "withdrawn"), ("reason", "x")][..]),
            ("scope", &[("scope", "x")][..]),
            ("clarification", &[("act", "ask"), ("question", "x")][..]),
            ("extension", &[("reason", "x")][..]),
            ("lateness", &[("late_reason", "x")][..]),
            ("identity", &[("verdict", "proved"), ("evidence", "x")][..]),
            ("identity/question", &[("what", "x")][..]),
            ("identity/phone", &[("phone", "01632 960001")][..]),
            ("searches", &[("place", "x")][..]),
            ("people", &[("kind", "third_party"), ("name", "x"), ("relation", "x")][..]),
            ("people/subject", &[("subject_name", "x")][..]),
        ] {
            let answer = omar.post(&format!("/requests/{reference}/{act}"), fields).await;
            assert_eq!(answer.status, 404, "{act}: {}", answer.body);
        }
        for page in ["", "/people", "/searches", "/identity"] {
            assert_eq!(omar.get(&format!("/requests/{reference}{page}")).await.status, 404, "{page}");
        }
    }

    async fn a_reviewer_reads_but_does_not_manage(office) {
        let (hana, rita) = (office.hires("Hana", Role::Handler).await, office.hires("Rita", Role::Reviewer).await);
        let reference = gathers(&office, &hana).await;
        rita.get(&format!("/requests/{reference}")).await.is_refused(404, "");

        let staff = rita.actor().id.to_string();
        hana.post(&format!("/requests/{reference}/assignments"), &[("staff", &staff)]).await.is_done();

        rita.get(&format!("/requests/{reference}")).await.page();
        rita.post(&format!("/requests/{reference}/steps"), &[("event", "withdrawn"), ("reason", "x")]).await.is_refused(403, "ou may not");
        rita.post(&format!("/requests/{reference}/notes"), &[("note", "Read to page 40")]).await.is_done();
        assert!(hana.get(&format!("/requests/{reference}")).await.page().contains("Read to page 40"));

        hana.post(&format!("/requests/{reference}/assignments"), &[("staff", &staff), ("end", "true")]).await.is_done();
        rita.get(&format!("/requests/{reference}")).await.is_refused(404, "");
    }

    async fn the_review_begins_only_when_nothing_stands_in_the_way(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let complete = [("event", "records_complete")];
        let steps = format!("/requests/{reference}/steps");

        hana.post(&steps, &complete).await.is_refused(409, "Send at least one search");
        let search = [("place", "Hill House"), ("custodian_name", "Jo Field"), ("custodian_email", "jo@example.org"), ("asked_for", "All files")];
        hana.post(&format!("/requests/{reference}/searches"), &search).await.is_done();
        hana.post(&steps, &complete).await.is_refused(409, "no answer");
        let link = office.link_to("jo@example.org", "/answers/");
        let jo = office.visitor();
        jo.get(&link).await.page();
        let held = [("outcome", "nothing_held"), ("words", "Looked in both cabinets")];
        let answer = jo.post(&format!("{link}/words"), &held).await;
        assert_eq!(answer.location(), "/answers/sent", "{}", answer.body);

        hana.post(&steps, &complete).await.is_done();

        assert!(hana.get(&format!("/requests/{reference}")).await.page().contains("Reviewing"));
        assert_eq!(jo.get(&link).await.status, 404, "a final answer closes the link");
    }

    async fn a_step_out_of_turn_is_refused(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;
        let steps = format!("/requests/{reference}/steps");

        hana.post(&steps, &[("event", "closed")]).await.is_refused(409, "cannot be closed now");
        hana.post(&steps, &[("event", "signed")]).await.is_refused(409, "another page");
        hana.post(&steps, &[("event", "withdrawn")]).await.is_refused(422, "Say why");
        hana.post(&steps, &[("event", "nonsense")]).await.is_refused(422, "no such step");
        hana.post(&steps, &[("event", "withdrawn"), ("reason", "They called")]).await.is_done();
        hana.post(&steps, &[("event", "withdrawn"), ("reason", "again")]).await.is_refused(409, "cannot be withdrawn now");
    }

    async fn a_forged_form_changes_nothing(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;
        let forged = [("_csrf", "made-up"), ("event", "taken_up")];
        let same = [("sec-fetch-site", "same-origin")];

        hana.post_as_it_is(&format!("/requests/{reference}/steps"), &forged, &same).await.is_refused(403, "load it again");

        assert!(hana.get(&format!("/requests/{reference}")).await.page().contains("Received"));
    }

    async fn a_question_stops_the_clock_and_the_answer_starts_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let (at, clarification) = (format!("/requests/{reference}"), format!("/requests/{reference}/clarification"));
        assert!(hana.get(&at).await.page().contains("Due 21 December 2026"));

        hana.post(&clarification, &[("act", "ask"), ("question", "")]).await.is_refused(422, "Write the question");
        hana.post(&clarification, &[("act", "ask"), ("question", "Which years?")]).await.is_done();
        let paused = hana.get(&at).await.page();
        assert!(paused.contains("Clock paused") && paused.contains("The clock is paused"), "{paused}");
        office.later(Duration::days(10));
        let hana = office.returns(&hana).await;
        hana.post(&clarification, &[("act", "answer"), ("answer", "2004 to 2011")]).await.is_done();

        let page = hana.get(&at).await.page();
        assert!(page.contains("Due 4 January 2027") || page.contains("Due 1 January 2027") || page.contains("Due 31 December 2026"), "{page}");
        hana.post(&clarification, &[("act", "answer"), ("answer", "again")]).await.is_refused(409, "cannot be clarified now");
    }

    async fn an_extension_is_told_in_time_and_once(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let extension = format!("/requests/{reference}/extension");

        hana.post(&extension, &[("reason", "")]).await.is_refused(422, "Say why more time");
        hana.post(&extension, &[("reason", "Eleven volumes on paper")]).await.is_done();

        let page = hana.get(&format!("/requests/{reference}")).await.page();
        assert!(page.contains("February 2027"), "{page}");
        hana.post(&extension, &[("reason", "more")]).await.is_refused(409, "extended before");
    }

    async fn an_extension_after_the_month_comes_too_late(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        office.later(Duration::days(40));
        let hana = office.returns(&hana).await;

        hana.post(&format!("/requests/{reference}/extension"), &[("reason", "late")]).await.is_refused(409, "no longer possible");

        let page = hana.get(&format!("/requests/{reference}")).await.page();
        assert!(page.contains("days late") && page.contains("Why it is late"), "{page}");
        hana.post(&format!("/requests/{reference}/lateness"), &[("late_reason", "The archive was flooded")]).await.is_done();
        assert!(hana.get(&format!("/requests/{reference}")).await.page().contains("The archive was flooded"));
    }

    async fn staff_register_what_came_by_letter_from_its_day_of_receipt(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let letter = [
            ("requester_kind", "solicitor"), ("requester_name", "Imran Shah"), ("subject_name", "Rowan Price"),
            ("address", "1 High Street"), ("asked_for", "The file"), ("receive_by", "post"), ("received_how", "letter"),
            ("received_on_day", "16"), ("received_on_month", "11"), ("received_on_year", "2026"), ("nation", "england"),
        ];

        let answer = hana.post("/requests", &letter).await;

        answer.is_done();
        let page = hana.get(answer.location()).await.page();
        assert!(page.contains("16 November 2026") && page.contains("Imran Shah") && page.contains("With Hana"), "{page}");
        hana.post("/requests", &letter[..3]).await.is_refused(422, "Enter the day");
    }

    async fn a_representative_must_show_authority(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mut form = FORM.to_vec();
        form[0] = ("requester_kind", "authorised_representative");
        form.push(("requester_name", "Dana Price"));
        let answer = office.visitor().post("/ask", &form).await;
        let reference = answer.location().strip_prefix("/ask/sent/").unwrap().split('?').next().unwrap().to_owned();
        let identity = format!("/requests/{reference}/identity");

        hana.post(&identity, &[("verdict", "proved"), ("evidence", "passport")]).await.is_refused(422, "may ask for the person");
        hana.post(&identity, &[("verdict", "proved"), ("evidence", "passport"), ("authority", "a signed letter")]).await.is_refused(422, "heck this too");
        let proof = [("verdict", "proved"), ("evidence", "passport"), ("authority", "a signed letter"),
            ("checks", "the-authority-is-signed-and-dated-by-the-person"), ("checks", "the-authority-covers-this-request")];
        hana.post(&identity, &proof).await.is_done();

        let page = hana.get(&identity).await.page();
        assert!(page.contains("a signed letter") && page.contains("Checked: The authority is signed"), "{page}");
    }

    async fn proof_that_is_asked_for_starts_the_clock_when_it_comes(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;
        let (steps, identity) = (format!("/requests/{reference}/steps"), format!("/requests/{reference}/identity"));
        hana.post(&steps, &[("event", "taken_up")]).await.is_done();
        hana.post(&format!("{identity}/question"), &[("what", "A copy of a passport")]).await.is_done();
        assert!(hana.get(&format!("/requests/{reference}")).await.page().contains("Clock not started"));
        office.later(Duration::days(7));
        let hana = office.returns(&hana).await;

        hana.post(&identity, &[("verdict", "proved"), ("evidence", "passport copy")]).await.is_done();

        let page = hana.get(&format!("/requests/{reference}")).await.page();
        assert!(page.contains("Due 28 December 2026") || page.contains("Due 29 December 2026"), "{page}");
    }

    async fn a_checked_number_is_kept_with_the_day_it_was_checked(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;
        let phone = format!("/requests/{reference}/identity/phone");

        hana.post(&phone, &[("phone", "call me")]).await.is_refused(422, "Enter a telephone number");
        hana.post(&phone, &[("phone", "01632 960001"), ("checked", "true")]).await.is_done();

        assert!(hana.get(&format!("/requests/{reference}/identity")).await.page().contains("Checked"));
    }

    async fn people_around_the_subject_come_go_and_come_back(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let people = format!("/requests/{reference}/people");
        let mother = [("kind", "third_party"), ("name", "Dana Price"), ("relation", "mother"), ("aliases", "D. Price\nDee"), ("safeguarding", "true")];

        hana.post(&people, &mother[..2]).await.is_refused(422, "who they are to the subject");
        hana.post(&people, &mother).await.is_done();
        let page = hana.get(&people).await.page();
        assert!(page.contains("Dana Price") && page.contains("Dee") && page.contains("Safeguarding"), "{page}");
        let id = page.split(&format!("{people}/")).filter_map(|part| part.get(..36)).find(|id| id.matches('-').count() == 4).unwrap().to_owned();
        let removed = hana.post(&format!("{people}/{id}/removal"), &[]).await;
        removed.is_done();
        assert!(hana.get(removed.location()).await.page().contains("Undo"));
        hana.post(&format!("{people}/{id}/removal"), &[]).await.is_refused(409, "stands like that already");
        hana.post(&format!("{people}/{id}/restoring"), &[]).await.is_done();
        hana.post(&format!("{people}/{id}"), &[("kind", "professional"), ("name", "Dana Price"), ("relation", "teacher")]).await.is_done();

        let page = hana.get(&people).await.page();
        assert!(page.contains("teacher") && !page.contains("Dee"), "{page}");
    }

    async fn a_custodian_sends_files_through_a_link_that_shows_one_search(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let search = [("place", "School"), ("custodian_name", "Jo Field"), ("custodian_email", "jo@example.org"), ("asked_for", "Reports")];
        hana.post(&format!("/requests/{reference}/searches"), &search).await.is_done();
        let link = office.link_to("jo@example.org", "/answers/");
        let jo = office.visitor();
        assert!(jo.get(&link).await.page().contains("Reports"));

        jo.upload(&link, &[], &[("files", "", b"")]).await.is_refused(422, "Choose at least one file");
        jo.upload(&link, &[], &[("files", "report.pdf", b"%PDF-1.4"), ("files", "notes.txt", b"words")]).await.is_done();

        assert!(jo.get(&link).await.page().contains("report.pdf"));
        let page = hana.get(&format!("/requests/{reference}/searches")).await.page();
        assert!(page.contains("Answered with files") && page.contains("2 files"), "{page}");
        jo.post(&format!("{link}/words"), &[("outcome", "nothing_held")]).await.is_refused(409, "settled");
        assert_eq!(jo.get("/answers/made-up").await.status, 404);
    }

    async fn a_search_is_chased_with_a_new_link_and_waived_with_a_reason(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let searches = format!("/requests/{reference}/searches");
        let search = [("place", "School"), ("custodian_name", "Jo Field"), ("custodian_email", "jo@example.org"), ("asked_for", "Reports")];
        hana.post(&searches, &search).await.is_done();
        let first = office.link_to("jo@example.org", "/answers/");
        let page = hana.get(&searches).await.page();
        let id = page.split(&format!("{searches}/")).filter_map(|part| part.get(..36)).find(|id| id.matches('-').count() == 4).unwrap().to_owned();
        office.later(Duration::seconds(1));

        hana.post(&format!("{searches}/{id}/chase"), &[]).await.is_done();

        assert_eq!(office.visitor().get(&first).await.status, 404, "the first link is withdrawn");
        let second = office.link_to("jo@example.org", "/answers/");
        office.visitor().get(&second).await.page();
        hana.post(&format!("{searches}/{id}/waiver"), &[("reason", " ")]).await.is_refused(422, "Say why the search");
        hana.post(&format!("{searches}/{id}/waiver"), &[("reason", "The school holds nothing before 2010")]).await.is_done();
        assert_eq!(office.visitor().get(&second).await.status, 404);
        hana.post(&format!("{searches}/{id}/chase"), &[]).await.is_refused(409, "nothing to chase");
    }

    async fn a_program_reads_the_requests_its_person_may_know_of(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = asks(&office).await;
        let page = hana.post("/account/tokens", &[("purpose", "a report")]).await.page();
        let token = page.split("<code class=\"app-break\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let bearer = format!("Bearer {token}");
        let stranger = office.visitor();

        let answer = stranger.send(reqwest::Method::GET, "/api/requests", &[("authorization", &bearer)], Vec::new()).await;

        assert_eq!(answer.status, 200, "{}", answer.body);
        let list: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(list["requests"][0]["reference"], reference.as_str());
        assert!(!answer.body.contains("Rowan"), "no names of subjects");
        let refused = stranger.send(reqwest::Method::GET, "/api/requests", &[("authorization", "Bearer x")], Vec::new()).await;
        assert!(refused.status == 401 || refused.location().starts_with("/sign-in"), "{}", refused.status);
    }

    async fn reading_a_request_is_told_to_the_diary_once_an_hour(office) {
        let (hana, ada) = (office.hires("Hana", Role::Handler).await, office.hires("Ada", Role::Auditor).await);
        let reference = asks(&office).await;

        hana.get(&format!("/requests/{reference}")).await.page();
        hana.get(&format!("/requests/{reference}")).await.page();

        let diary = ada.get("/diary").await.page();
        assert_eq!(diary.matches("opened the request").count(), 1, "{diary}");
        assert!(!diary.contains("Rowan"), "the diary holds no case words");
        let verified = ada.post("/diary/verification", &[]).await.page();
        assert!(verified.contains("lines hold"), "{verified}");
    }

    async fn outgoing_mail_is_read_by_everybody_only_in_a_demonstration(office) {
        asks(&office).await;

        assert_eq!(office.visitor().get("/outbox").await.status, 404);
        let admin = office.hires("Max", Role::Administrator).await;
        assert!(admin.get("/messages").await.page().contains("We have your request"));
        assert_eq!(admin.get("/requests").await.status, 403);
        assert_eq!(admin.get("/").await.location(), "/staff");
    }
}
