//! People the record also speaks of: asked, or not asked with the reason, weighed, decided once.

use crate::office::{is_as_approved, on_both};
use crate::the_pack::{Case, in_review};

#[test]
fn the_life_of_a_question_about_somebody_is_as_approved() {
    is_as_approved(
        "third_party_states.txt",
        &candour::consultation::third_parties::state::matrix(),
    );
}

/// The neighbour, in the circle; gives the page about her.
pub async fn neighbour(case: &Case, safeguarding: bool) -> String {
    let mut person = vec![
        ("kind", "third_party"),
        ("name", "Diane Kershaw"),
        ("relation", "neighbour"),
        ("organisation", ""),
        ("note", ""),
        ("aliases", ""),
    ];
    if safeguarding {
        person.push(("safeguarding", "true"));
    }
    case.hana.post(&case.at("people"), &person).await.is_done();
    let page = case.hana.get(&case.at("consultations")).await.page();
    let begins = case.at("third-parties/");
    let at = page.find(&begins).expect("a link to the page about her");
    page[at..].chars().take_while(|c| *c != '"').collect()
}

const REASONS: &str = "The passage is only about her home and would let him find her, and it says nothing at all of his own life.";

pub fn form<'a>(sought: &'a str, result: &'a str, decision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("identifiable", "yes"),
        ("worker", "no"),
        ("official_capacity", "no"),
        ("duty_of_confidence", "implied"),
        ("consent_sought", sought),
        ("consent_result", result),
        ("refusal_reasons", "She fears him."),
        ("capable_of_consent", "yes"),
        ("importance_to_requester", "Little: it is not about him."),
        ("harm_to_other_person", "He would find her."),
        ("decision", decision),
        ("reasons", REASONS),
    ]
}

pub async fn raised(case: &Case, page: &str) {
    case.hana.post(&format!("{page}/sorting"), &[("sorting", "raised")]).await.is_done();
}

async fn hears(case: &Case, page: &str) {
    raised(case, page).await;
    let asked = [("contact", "ask"), ("reason", "By letter on 21 November")];
    case.hana.post(&format!("{page}/contact"), &asked).await.is_done();
    let refused = [("answer", "refused"), ("words", "Please keep me out of it.")];
    case.hana.post(&format!("{page}/answer"), &refused).await.is_done();
}

on_both! {
    async fn somebody_who_refuses_is_weighed_and_the_decision_holds_on_every_page(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        for item in ["items/1/decision", "items/2/decision"] {
            case.rita.post(&case.at(item), &[("decision", "release")]).await.is_done();
        }

        hears(&case, &page).await;

        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "somebody around the subject is to be decided about");
        assert!(case.mona.get("/sign-off").await.page().contains(&page));
        let weighing = format!("{page}/weighing");
        case.hana.post(&weighing, &form("yes", "refused", "withhold")).await.is_refused(403, "may not");
        let mut short = form("yes", "refused", "withhold");
        short[11] = ("reasons", "private");
        case.mona.post(&weighing, &short).await.is_refused(422, "15 words");
        case.mona.post(&weighing, &form("yes", "given", "withhold")).await.is_refused(422, "cannot be withheld");
        case.mona.post(&weighing, &form("yes", "refused", "withhold")).await.is_done();
        let seen = case.hana.get(&page).await.page();
        assert!(seen.contains("Withheld everywhere") && seen.contains("Decided to be masked, and named on D1-p1"), "{seen}");
        case.mona.post(&weighing, &form("yes", "refused", "withhold")).await.is_refused(409, "stands elsewhere");
        case.hana.post(&case.at("pack"), &[]).await.is_done();
    }

    async fn nobody_under_a_safeguarding_flag_is_contacted(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, true).await;
        raised(&case, &page).await;

        let ask = [("contact", "ask"), ("reason", "By letter")];
        case.hana.post(&format!("{page}/contact"), &ask).await.is_refused(422, "safeguarding flag stands on this person");

        let spare = [("contact", "spare"), ("reason", "It would tell him where she lives.")];
        case.hana.post(&format!("{page}/contact"), &spare).await.is_done();
        case.mona.post(&format!("{page}/weighing"), &form("no_unsafe", "not_sought", "disclose_redacted")).await.is_done();
        let seen = case.hana.get(&page).await.page();
        assert!(seen.contains("Masked everywhere") && seen.contains("where she lives"), "{seen}");
        let id = page.rsplit('/').next().unwrap();
        let draft = [("name", "Diane Kershaw"), ("email", "d@example.org"), ("question", "May we?"), ("circle", id)];
        case.hana.post(&case.at("consultations"), &draft).await.is_refused(422, "safeguarding");
    }

    async fn silence_is_no_refusal_and_a_decision_can_be_made_again(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        raised(&case, &page).await;
        case.hana.post(&format!("{page}/answer"), &[("answer", "silent")]).await.is_refused(409, "stands elsewhere");
        case.hana.post(&format!("{page}/contact"), &[("contact", "ask"), ("reason", "")]).await.is_refused(422, "how they are asked");
        case.hana.post(&format!("{page}/contact"), &[("contact", "ask"), ("reason", "By letter")]).await.is_done();
        case.hana.post(&format!("{page}/answer"), &[("answer", "refused"), ("words", "")]).await.is_refused(422, "in their words");
        case.hana.post(&format!("{page}/answer"), &[("answer", "silent"), ("words", "")]).await.is_done();

        case.mona.post(&format!("{page}/weighing"), &form("yes", "no_reply", "disclose_all")).await.is_done();

        assert!(case.hana.get(&page).await.page().contains("Named everywhere"));
        case.hana.post(&format!("{page}/reopening"), &[]).await.is_done();
        assert!(case.hana.get(&page).await.page().contains("Needs a decision"));
    }

    async fn what_was_decided_about_somebody_is_theirs_to_see_who_work_on_it(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        let stranger = office.hires("Olu Strange", candour::access::Role::Handler).await;

        assert_eq!(stranger.get(&page).await.status, 404);
        assert_eq!(stranger.post(&format!("{page}/sorting"), &[("sorting", "raised")]).await.status, 404);
        case.mona.post(&format!("{page}/sorting"), &[("sorting", "raised")]).await.is_refused(403, "may not");
        case.mona.post(&format!("{page}/earlier"), &[]).await.is_refused(409, "o earlier request decided");
    }
}
