//! Somebody the record also speaks of answers by a link: it shows what concerns them, and their answer
//! is weighed with everything else.

use chrono::Duration;

use crate::office::{Office, on_both};
use crate::the_pack::{self, Case, in_review};
use crate::third_parties::{form, neighbour, raised};

const DIANE: &str = "diane@example.org";

const FLAGGED: [(&str, &str); 7] = [
    ("kind", "third_party"),
    ("name", "Diane Kershaw"),
    ("relation", "neighbour"),
    ("organisation", ""),
    ("note", ""),
    ("aliases", ""),
    ("safeguarding", "true"),
];

/// What the neighbour is asked: the whole page on which she is named. Gives the consultation's page.
async fn drafted(case: &Case, page: &str) -> String {
    raised(case, page).await;
    let ask = [("email", DIANE), ("question", "It says that you told us of a fence.")];
    let answer = case.hana.post(&format!("{page}/asking"), &ask).await;
    answer.is_done();
    let asked = answer.location().to_owned();
    let whole = [("mark", ""), ("item", "D1"), ("page", "1"), ("from", ""), ("to", "")];
    case.hana.post(&format!("{asked}/passages"), &whole).await.is_done();
    asked
}

/// Let go by the manager; gives the link.
async fn sent(office: &Office, case: &Case, asked: &str) -> String {
    case.mona.post(&format!("{asked}/approval"), &[]).await.is_done();
    office.link_to(DIANE, "/consultations/")
}

fn said(opinion: &'static str, views: &'static str) -> [(&'static str, &'static str); 3] {
    [("answer_1", opinion), ("views_1", views), ("do", "send")]
}

on_both! {
    async fn a_third_party_who_refuses_by_link_is_weighed_and_the_signer_reads_of_it(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        let asked = drafted(&case, &page).await;
        case.hana.post(&format!("{asked}/approval"), &[]).await.is_refused(403, "may not");
        assert!(case.hana.get(&page).await.page().contains("Needs a decision"), "nobody was asked yet");
        let link = sent(&office, &case, &asked).await;
        assert!(case.hana.get(&page).await.page().contains("Asked, no answer yet"));
        let mail = candour::mail::latest(&mut office.db(), 100).unwrap().into_iter().find(|m| m.to_address == DIANE).unwrap();
        assert_eq!(mail.purpose, "third_party");
        assert!(!mail.body.contains("Rowan") && !mail.body.contains("fence"), "{}", mail.body);

        let diane = office.visitor();
        let seen = diane.get(&link).await.page();
        assert!(seen.contains("May we share something about you?") && seen.contains("Diane"), "{seen}");
        assert!(!seen.contains("Rowan") && seen.contains("[masked]"), "who asks stays with us: {seen}");
        assert_eq!(diane.get(&format!("{link}/passages/1")).await.headers["content-type"], "image/png");
        assert_eq!(diane.post(&link, &said("objects", "i never wanted him to know")).await.location(), "/consulted");

        let told = case.mona.get(&page).await.page();
        assert!(told.contains("Refused") && told.contains("i never wanted him to know"), "{told}");
        let conclusion = [("outcome", "disclose"), ("reasons", "x"), ("reply_1", "x")];
        case.mona.post(&format!("{asked}/conclusion"), &conclusion).await.is_refused(409, "weighed on their own page");
        assert_eq!(case.mona.get("/sign-off").await.page().matches("third-parties/").count(), 1);
        case.mona.post(&format!("{page}/weighing"), &form("yes", "refused", "withhold")).await.is_done();
        assert!(case.hana.get(&asked).await.page().contains("Withhold them"), "the decision concludes it");
        diane.get(&link).await.is_refused(404, "");

        the_pack::reviewed(&case).await;
        the_pack::built(&office, &case).await;
        let signing = case.mona.get(&case.at("sign-off")).await.page();
        for words in ["People the record also speaks of", "Withheld everywhere", "i never wanted him to know", "let him find her"] {
            assert!(signing.contains(words), "{words} not in {signing}");
        }
    }

    async fn an_answer_is_taken_back_and_given_again(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        let asked = drafted(&case, &page).await;
        let link = sent(&office, &case, &asked).await;
        let diane = office.visitor();
        diane.post(&link, &said("unsure", "")).await.is_done();
        assert!(case.hana.get(&page).await.page().contains("Refused"), "who is unsure has not agreed");

        diane.post(&format!("{link}/withdrawal"), &[]).await.is_done();
        assert!(case.hana.get(&page).await.page().contains("Asked, no answer yet"));
        diane.post(&link, &said("no_objection", "")).await.is_done();

        let told = case.hana.get(&page).await.page();
        assert!(told.contains("Agreed") && told.contains("Passage 1: I have no objection"), "{told}");
        case.mona.post(&format!("{page}/weighing"), &form("yes", "given", "withhold")).await.is_refused(422, "cannot be withheld");
    }

    async fn a_third_party_who_never_answers_is_reminded_and_then_silent(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        let asked = drafted(&case, &page).await;
        let first = sent(&office, &case, &asked).await;

        for days in [8, 4, 5] {
            office.later(Duration::days(days));
            office.works().await;
        }

        let mails = candour::mail::latest(&mut office.db(), 1_000).unwrap();
        let reminders = mails.iter().filter(|m| m.to_address == DIANE && m.purpose == "consultation_chaser");
        assert_eq!(reminders.count(), 2);
        office.visitor().get(&first).await.is_refused(404, "");
        let hana = office.returns(&case.hana).await;
        assert!(hana.get(&page).await.page().contains("Did not answer"), "silence is no refusal");
        let mona = office.returns(&case.mona).await;
        mona.post(&format!("{page}/weighing"), &form("yes", "no_reply", "disclose_redacted")).await.is_done();
        assert!(hana.get(&asked).await.page().contains("Concluded"));
    }

    async fn a_safeguarding_flag_keeps_the_link_shut_whenever_it_is_raised(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, false).await;
        let asked = drafted(&case, &page).await;
        let again = [("email", DIANE), ("question", "Again?")];
        case.hana.post(&format!("{page}/asking"), &again).await.is_refused(409, "being asked by a link already");
        let link = sent(&office, &case, &asked).await;
        office.visitor().get(&link).await.page();

        let person = page.replace("third-parties", "people");
        case.hana.post(&person, &FLAGGED).await.is_done();

        office.visitor().get(&link).await.is_refused(404, "");
        office.visitor().post(&link, &said("no_objection", "")).await.is_refused(404, "");
        office.later(Duration::days(8));
        office.works().await;
        let mails = candour::mail::latest(&mut office.db(), 1_000).unwrap();
        assert_eq!(mails.iter().filter(|m| m.to_address == DIANE).count(), 1, "no reminder goes to them");
    }

    async fn nobody_with_a_flag_is_asked_and_a_draft_that_was_overtaken_by_one_is_not_sent(office) {
        let case = in_review(&office).await;
        let page = neighbour(&case, true).await;
        raised(&case, &page).await;
        let ask = [("email", DIANE), ("question", "May we?")];
        case.hana.post(&format!("{page}/asking"), &ask).await.is_refused(422, "safeguarding flag stands on this person");

        let person = page.replace("third-parties", "people");
        case.hana.post(&person, &FLAGGED[..6]).await.is_done();
        case.hana.post(&format!("{page}/asking"), &[("email", ""), ("question", "x")]).await.is_refused(422, "e-mail address");
        case.rita.post(&format!("{page}/asking"), &ask).await.is_done();
        let consultations = case.hana.get(&case.at("consultations")).await.page();
        let begins = case.at("consultations/");
        let at = consultations.match_indices(&begins).map(|(at, _)| at)
            .find(|at| !consultations[*at..].starts_with(&case.at("consultations/new"))).unwrap();
        let asked: String = consultations[at..].chars().take_while(|c| *c != '"').collect();
        let whole = [("mark", ""), ("item", "D1"), ("page", "1"), ("from", ""), ("to", "")];
        case.hana.post(&format!("{asked}/passages"), &whole).await.is_done();
        case.hana.post(&person, &FLAGGED).await.is_done();

        case.mona.post(&format!("{asked}/approval"), &[]).await.is_refused(409, "safeguarding flag");
    }
}
