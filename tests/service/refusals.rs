//! How a request ends without an answer, or goes another way.

use candour::access::Role;
use candour::letters::LetterKind;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::requests::{asks, gathers};

/// The letters and mails of this purpose to the requester.
fn letters(office: &Office, at: &str, kind: LetterKind) -> Vec<String> {
    let reference = at.trim_start_matches("/requests/").parse().unwrap();
    let request = candour::requests::by_reference(&mut office.db(), &reference).unwrap().unwrap();
    let all = candour::letters::of_request(&mut office.db(), request.id).unwrap();
    all.into_iter().filter(|letter| letter.kind == kind).map(|letter| letter.body).collect()
}

/// A handler who leads a request, and a manager who works on it too.
async fn two_at_work(office: &Office) -> (Person, Person, String) {
    let (hana, mona) = (
        office.hires("Hana Lind", Role::Handler).await,
        office.hires("Mona Weir", Role::Manager).await,
    );
    let reference = gathers(office, &hana).await;
    let staff = mona.actor().id.to_string();
    hana.post(&format!("/requests/{reference}/assignments"), &[("staff", &staff)]).await.is_done();
    (hana, mona, reference)
}

/// The identity of the proposal on the page.
async fn proposal(person: &Person, at: &str) -> String {
    let page = person.get(&format!("{at}/endings")).await.page();
    page.split("/refusals/").nth(1).unwrap().get(..36).unwrap().to_owned()
}

const EXCESSIVE: [(&str, &str); 5] = [
    ("kind", "refuse"),
    ("ground", "excessive"),
    ("criteria", "repeats"),
    ("evidence", "Answered on 2 October and on 5 November; nothing was added since"),
    ("words", "You had everything we hold three weeks ago"),
];

on_both! {
    async fn a_refusal_is_proposed_by_one_and_decided_by_another(office) {
        let (hana, mona, reference) = two_at_work(&office).await;
        let at = format!("/requests/{reference}");
        let refusals = format!("{at}/refusals");

        hana.post(&refusals, &EXCESSIVE[..1]).await.is_refused(422, "Choose the ground");
        hana.post(&refusals, &EXCESSIVE[..2]).await.is_refused(422, "at least one sign");
        hana.post(&refusals, &EXCESSIVE[..3]).await.is_refused(422, "Say what shows it");
        hana.post(&refusals, &EXCESSIVE[..4]).await.is_refused(422, "as the requester will read it");
        hana.post(&refusals, &EXCESSIVE).await.is_done();
        hana.post(&refusals, &EXCESSIVE).await.is_refused(409, "waits for its decision already");
        let decision = format!("{refusals}/{}/decision", proposal(&mona, &at).await);
        hana.post(&decision, &[("agrees", "true"), ("why", "x")]).await.is_refused(403, "obody may");
        mona.post(&decision, &[("why", "x")]).await.is_refused(422, "Say whether you agree");
        mona.post(&decision, &[("agrees", "true")]).await.is_refused(422, "Say why you agree");
        mona.post(&decision, &[("agrees", "true"), ("why", "Both answers were complete")]).await.is_done();
        mona.post(&decision, &[("agrees", "true"), ("why", "again")]).await.is_refused(409, "does not wait");

        let page = hana.get(&at).await.page();
        assert!(page.contains("Refused") && page.contains("decided about a proposed refusal: agreed"), "{page}");
        let told = letters(&office, &at, LetterKind::Refusal);
        assert!(told[0].contains("three weeks ago") && told[0].contains("complain to the Information Commissioner") && told[0].contains("Go to court"), "{told:?}");
        assert!(!told[0].contains("5 November"), "the evidence is ours");
    }

    async fn a_proposal_that_is_turned_down_leaves_the_request_as_it_is(office) {
        let (hana, mona, reference) = two_at_work(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/refusals"), &EXCESSIVE).await.is_done();
        let id = proposal(&mona, &at).await;

        mona.post(&format!("{at}/refusals/{id}/taking-back"), &[]).await.is_refused(409, "no proposal of yours");
        let no = [("agrees", "false"), ("why", "New notes were made since")];
        mona.post(&format!("{at}/refusals/{id}/decision"), &no).await.is_done();

        assert!(hana.get(&at).await.page().contains("Gathering the record"));
        assert!(hana.get(&format!("{at}/endings")).await.page().contains("New notes were made since"));
        assert!(letters(&office, &at, LetterKind::Refusal).is_empty());
        hana.post(&format!("{at}/refusals"), &EXCESSIVE).await.is_done();
        let own = proposal(&hana, &at).await;
        hana.post(&format!("{at}/refusals/{own}/taking-back"), &[]).await.is_done();
    }

    async fn nobody_refuses_by_a_step_or_a_proposal_that_is_not_theirs_to_know_of(office) {
        let (hana, _, reference) = two_at_work(&office).await;
        let (omar, rita) = (office.hires("Omar Reid", Role::Handler).await, office.hires("Rita Shaw", Role::Reviewer).await);
        let at = format!("/requests/{reference}");

        for event in ["refused", "redirected"] {
            hana.post(&format!("{at}/steps"), &[("event", event), ("reason", "x")]).await.is_refused(409, "another page");
        }
        for (act, fields) in [("refusals", &EXCESSIVE[..]), ("fee", &[]), ("elsewhere", &[("to", "court")]), ("name", &[])] {
            assert_eq!(omar.post(&format!("{at}/{act}"), fields).await.status, 404, "{act}");
            rita.post(&format!("{at}/{act}"), fields).await.is_refused(403, "ou may not");
        }
        assert_eq!(omar.get(&format!("{at}/endings")).await.status, 404);
    }

    async fn a_fee_moves_the_start_of_the_clock_to_the_day_it_is_paid(office) {
        let (hana, mona) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Mona Weir", Role::Manager).await);
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/steps"), &[("event", "taken_up")]).await.is_done();
        let staff = mona.actor().id.to_string();
        hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
        let mut charge = EXCESSIVE.to_vec();
        charge[0] = ("kind", "charge");

        hana.post(&format!("{at}/refusals"), &charge).await.is_refused(422, "Enter the fee");
        charge.push(("fee", "£24.50"));
        let mut exempt = charge.clone();
        exempt[1] = ("ground", "all_exempt");
        hana.post(&format!("{at}/refusals"), &exempt).await.is_refused(422, "the law knows no fee".split_at(1).1);
        hana.post(&format!("{at}/fee"), &[]).await.is_refused(409, "cannot be fee paid");
        hana.post(&format!("{at}/refusals"), &charge).await.is_done();
        let id = proposal(&mona, &at).await;
        mona.post(&format!("{at}/refusals/{id}/decision"), &[("agrees", "true"), ("why", "Modest")]).await.is_done();

        assert!(letters(&office, &at, LetterKind::Fee)[0].contains("£24.50"));
        assert!(hana.get(&at).await.page().contains("Clock not started"));
        office.later(Duration::days(9));
        let hana = office.returns(&hana).await;
        hana.post(&format!("{at}/fee"), &[("on_day", "28"), ("on_month", "11"), ("on_year", "2026")]).await.is_done();
        let page = hana.get(&at).await.page();
        assert!(page.contains("Due 29 December 2026"), "28 December is a bank holiday: {page}");
    }

    async fn a_request_lapses_only_after_a_reminder_and_its_time(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}");
        let lapse = [("event", "lapsed"), ("reason", "No answer to our letters")];
        hana.post(&format!("{at}/clarification"), &[("act", "ask"), ("question", "Which years?")]).await.is_done();
        office.works().await;
        hana.post(&format!("{at}/steps"), &lapse).await.is_refused(409, "only after a reminder");
        assert!(letters(&office, &at, LetterKind::Reminder).is_empty());

        office.later(Duration::days(15));
        office.works().await;
        assert_eq!(letters(&office, &at, LetterKind::Reminder).len(), 1);
        assert!(letters(&office, &at, LetterKind::Reminder)[0].contains("still wait for your answer"));
        let hana = office.returns(&hana).await;
        hana.post(&format!("{at}/steps"), &lapse).await.is_refused(409, "only after a reminder");
        assert!(!hana.get(&at).await.page().contains("proposes to record"));

        office.later(Duration::days(30));
        office.works().await;
        office.works().await;
        assert_eq!(letters(&office, &at, LetterKind::Reminder).len(), 1, "reminded once");
        let hana = office.returns(&hana).await;
        let page = hana.get(&at).await.page();
        assert!(page.contains("Candour proposes to record the request as lapsed"), "{page}");
        hana.post(&format!("{at}/steps"), &lapse[..1]).await.is_refused(422, "Say why");
        hana.post(&format!("{at}/steps"), &lapse).await.is_done();

        hana.post(&format!("{at}/steps"), &[("event", "reopened"), ("reason", "They wrote again")]).await.is_done();
        assert!(hana.get(&at).await.page().contains("Reopened"));
    }

    async fn somebody_who_answers_is_not_reminded(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let clarification = format!("/requests/{reference}/clarification");
        hana.post(&clarification, &[("act", "ask"), ("question", "Which years?")]).await.is_done();
        office.works().await;
        hana.post(&clarification, &[("act", "answer"), ("answer", "All")]).await.is_done();

        office.later(Duration::days(60));
        office.works().await;

        let at = format!("/requests/{reference}");
        assert!(letters(&office, &at, LetterKind::Reminder).is_empty());
    }

    async fn a_request_clarified_twice_and_extended_is_due_when_the_law_says(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let (at, clarification) = (format!("/requests/{reference}"), format!("/requests/{reference}/clarification"));
        hana.post(&clarification, &[("act", "ask"), ("question", "Which years?")]).await.is_done();
        office.later(Duration::days(3));
        let hana = office.returns(&hana).await;
        hana.post(&clarification, &[("act", "answer"), ("answer", "2004 to 2006")]).await.is_done();
        office.later(Duration::days(2));
        let hana = office.returns(&hana).await;
        hana.post(&clarification, &[("act", "ask"), ("question", "Hill House only?")]).await.is_done();
        office.later(Duration::days(1));
        let hana = office.returns(&hana).await;
        hana.post(&clarification, &[("act", "answer"), ("declined", "true")]).await.is_done();
        // 21 to 24 November, of which the 21st is the day of receipt and day 0, and 26 and 27 November:
        // five days more, so 26 December, which rolls over Christmas to the 29th.
        assert!(hana.get(&at).await.page().contains("Due 29 December 2026"));

        hana.post(&format!("{at}/extension"), &[("reason", "Eleven volumes on paper")]).await.is_done();

        let page = hana.get(&at).await.page();
        assert!(page.contains("Due 26 February 2027"), "three months from receipt and five days: {page}");
        assert_eq!(page.matches("asked for on").count(), 2, "both questions are told: {page}");
    }

    async fn a_late_reply_is_not_closed_before_it_is_said_why(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let (reference, mona) = (gathers(&office, &hana).await, office.hires("Mona Weir", Role::Manager).await);
        let at = format!("/requests/{reference}");
        let staff = mona.actor().id.to_string();
        hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
        office.later(Duration::days(40));
        let (hana, mona) = (office.returns(&hana).await, office.returns(&mona).await);
        hana.post(&format!("{at}/refusals"), &EXCESSIVE).await.is_done();
        let id = proposal(&mona, &at).await;
        mona.post(&format!("{at}/refusals/{id}/decision"), &[("agrees", "true"), ("why", "So it is")]).await.is_done();

        hana.post(&format!("{at}/steps"), &[("event", "closed")]).await.is_refused(409, "Say why the reply was late");
        hana.post(&format!("{at}/lateness"), &[("late_reason", "")]).await.is_refused(422, "Say why the reply is late");
        hana.post(&format!("{at}/lateness"), &[("late_reason", "The archive was flooded")]).await.is_done();

        hana.post(&format!("{at}/steps"), &[("event", "closed")]).await.is_done();
    }

    async fn one_step_back_needs_its_reason(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}");

        hana.post(&format!("{at}/steps"), &[("event", "stepped_back")]).await.is_refused(422, "Say why");
        hana.post(&format!("{at}/steps"), &[("event", "stepped_back"), ("reason", "The scope was too wide")]).await.is_done();

        let page = hana.get(&at).await.page();
        assert!(page.contains("Settling what is asked for") && page.contains("The scope was too wide"), "{page}");
    }
}
