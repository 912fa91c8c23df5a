//! Several people of one family file, each with a request: what was marked in one is proposed in the
//! other, and decided there for the person who asks.

use candour::access::Role;

use crate::office::{Office, Person, on_both};
use crate::requests::FORM;
use crate::the_pack::{Case, in_review, reviewed};

/// A brother's request, in the hands of these people.
pub async fn brother(office: &Office, case: &Case, people: &[&Person]) -> String {
    let mut form = FORM;
    form[1] = ("subject_name", "Corin Price");
    form[2] = ("email", "corin@example.org");
    let answer = office.visitor().post("/ask", &form).await;
    let location = answer.location().strip_prefix("/ask/sent/").unwrap().to_owned();
    let at = format!("/requests/{}", location.split('?').next().unwrap());
    case.hana.post(&format!("{at}/owner"), &[]).await.is_done();
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    case.hana.post(&format!("{at}/identity"), &proof).await.is_done();
    case.hana.post(&format!("{at}/scope"), &[("scope", "Everything")]).await.is_done();
    for person in people {
        let staff = person.actor().id.to_string();
        case.hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
    }
    at
}

/// The same, where the file they share was sent a second time.
async fn brother_with_the_file(office: &Office, case: &Case, people: &[&Person]) -> String {
    let at = brother(office, case, people).await;
    let note =
        "Visit on 3 May. Rowan was well.\nMrs Diane Kershaw said that the fence was broken.\n";
    let file = [("files", "Visit about Kershaw.txt", note.as_bytes())];
    case.hana.upload(&format!("{at}/record"), &[("source", "Hill House")], &file).await.is_done();
    office.works().await;
    at
}

fn mark_on(page: &str) -> String {
    let begins = "name=\"marks\" type=\"checkbox\" value=\"";
    let at = page.find(begins).expect("a mark to decide about") + begins.len();
    page[at..at + 36].to_owned()
}

const TOLD: &str = "1 mark in another request stands on this same file";

on_both! {
    async fn what_was_marked_for_a_sister_is_taken_over_for_her_brother_only_when_somebody_says_so(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let at = brother_with_the_file(&office, &case, &[&case.rita]).await;
        let (item, place) = (format!("{at}/review/1"), format!("{at}/review/1/elsewhere"));
        let standing = format!("{item}/standing");
        assert!(!case.rita.get(&standing).await.page().contains("about a neighbour"), "nothing is taken over by itself");
        assert!(case.rita.get(&item).await.page().contains(TOLD));

        let page = case.rita.get(&place).await.page();
        assert!(page.contains(&case.reference) && page.contains("Rowan Price") && page.contains("about a neighbour"), "{page}");
        let mark = mark_on(&page);
        case.rita.post(&place, &[("act", "take")]).await.is_refused(422, "hoose the marks");
        case.mona.post(&place, &[("marks", &mark), ("act", "take")]).await.is_refused(404, "");
        case.rita.post(&place, &[("marks", &mark), ("act", "take")]).await.is_done();

        assert!(case.rita.get(&standing).await.page().contains("about a neighbour"));
        assert!(!case.rita.get(&item).await.page().contains(TOLD));
        case.rita.post(&place, &[("marks", &mark), ("act", "take")]).await.is_refused(409, "changed this mark");
        case.rita.post_json(&format!("{at}/marks/undo"), &serde_json::json!({ "number": 1 })).await;
        assert!(case.rita.get(&item).await.page().contains(TOLD), "undone, it is proposed again");
        assert!(case.hana.get(&at).await.page().contains("one mark taken over from another request"));
    }

    async fn what_is_the_brothers_own_is_left_out_with_the_reason_until_the_mark_changes(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let at = brother_with_the_file(&office, &case, &[&case.rita]).await;
        let (item, place) = (format!("{at}/review/1"), format!("{at}/review/1/elsewhere"));
        let mark = mark_on(&case.rita.get(&place).await.page());

        case.rita.post(&place, &[("marks", &mark), ("act", "leave"), ("reason", " ")]).await.is_refused(422, "ay why it is otherwise");
        case.rita.post(&place, &[("marks", &mark), ("act", "leave"), ("reason", "She told it to him herself")]).await.is_done();

        assert!(!case.rita.get(&item).await.page().contains(TOLD));
        assert!(case.rita.get(&place).await.page().contains("Every mark on this file is decided about here"));
        let change = serde_json::json!({ "number": 1, "version": 1, "ground": "s2p3-16-third-party", "reason": "she is afraid of him" });
        let changed = case.rita.post_json(&case.at(&format!("marks/{mark}")), &change).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert!(case.rita.get(&place).await.page().contains("she is afraid of him"), "another mark, another decision");
    }

    async fn nobody_learns_of_a_request_that_is_not_theirs_by_its_marks(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let olu = office.hires("Olu Strange", Role::Reviewer).await;
        let at = brother_with_the_file(&office, &case, &[&olu]).await;

        assert!(!olu.get(&format!("{at}/review/1")).await.page().contains(TOLD));
        let page = olu.get(&format!("{at}/review/1/elsewhere")).await.page();
        assert!(!page.contains(&case.reference) && page.contains("is decided about here"), "{page}");
    }
}
