//! Searches without an answer: reminded by rule, then handed to somebody who can act; nothing once they
//! are answered or waived.

use candour::access::Role;
use candour::jobs::{self, Job};
use candour::mail::MessageRow;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

const JO: &str = "jo@school.example";
const PAT: &str = "pat@school.example";

const SEARCH: [(&str, &str); 4] = [
    ("place", "School"),
    ("custodian_name", "Jo Field"),
    ("custodian_email", JO),
    ("asked_for", "Reports of Rowan Price"),
];
const WITH_MANAGER: [(&str, &str); 2] = [("manager_name", "Pat Lee"), ("manager_email", PAT)];

fn mails(office: &Office, to: &str, purpose: &str) -> Vec<MessageRow> {
    let all = candour::mail::latest(&mut office.db(), 1_000).unwrap();
    all.into_iter().filter(|mail| mail.to_address == to && mail.purpose == purpose).collect()
}

/// Days go by, and the morning's work is done.
async fn days_pass(office: &Office, days: i64) {
    office.later(Duration::days(days));
    office.works().await;
}

async fn story(person: &Person, office: &Office, reference: &str) -> String {
    let back = office.returns(person).await;
    back.get(&format!("/requests/{reference}")).await.page()
}

on_both! {
    async fn a_custodian_is_reminded_before_and_after_the_day_then_their_manager_is_asked(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        office.hires("Mona", Role::Manager).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}/searches");
        hana.post(&at, &[SEARCH.as_slice(), &WITH_MANAGER].concat()).await.is_done();
        assert!(hana.get(&at).await.page().contains("Reminder 1 on 29 November 2026"));

        days_pass(&office, 7).await;
        assert!(mails(&office, JO, "search_chaser").is_empty());
        days_pass(&office, 1).await;
        let first = mails(&office, JO, "search_chaser");
        assert_eq!(first.len(), 1);
        assert!(first[0].body.contains("Please answer by 1 December 2026"), "{}", first[0].body);
        let now = office.now();
        jobs::enqueue(&mut office.db(), Job::new("searches.chase", serde_json::json!({})), now).unwrap();
        office.works().await;
        assert_eq!(mails(&office, JO, "search_chaser").len(), 1, "a second run sends nothing");

        days_pass(&office, 3).await;
        let second = mails(&office, JO, "search_chaser");
        assert_eq!(second.len(), 2);
        assert!(second[0].body.contains("Please answer by 5 December 2026"), "by the next step: {}", second[0].body);
        days_pass(&office, 3).await;
        assert_eq!(mails(&office, JO, "search_chaser").len(), 3);
        assert!(mails(&office, PAT, "search_escalated").is_empty());
        let page = office.returns(&hana).await.get(&at).await.page();
        assert!(page.contains("Goes to Pat Lee, their manager, on 8 December 2026"), "{page}");

        days_pass(&office, 3).await;
        let up = mails(&office, PAT, "search_escalated");
        assert_eq!(up.len(), 1);
        assert!(up[0].body.contains("We asked Jo Field") && !up[0].body.contains("Rowan"), "{}", up[0].body);
        assert_eq!(mails(&office, "hana@northmoor.example", "alert").len(), 1);
        assert!(mails(&office, "mona@northmoor.example", "alert").is_empty(), "a manager is asked already");
        days_pass(&office, 20).await;
        assert_eq!(mails(&office, JO, "search_chaser").len(), 3);
        assert_eq!(mails(&office, PAT, "search_escalated").len(), 1);
        let told = story(&hana, &office, &reference).await;
        for words in ["by rule, reminder 1", "by rule, reminder 3", "at School, to the custodian&#39;s manager"] {
            assert!(told.contains(words), "{words} not in {told}");
        }
        assert!(office.returns(&hana).await.get(&at).await.page().contains("Escalated on 8 December 2026"));
    }

    async fn without_their_manager_it_goes_to_whoever_leads_the_request_and_the_managers(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        office.hires("Mona", Role::Manager).await;
        let reference = gathers(&office, &hana).await;
        hana.post(&format!("/requests/{reference}/searches"), &SEARCH).await.is_done();

        days_pass(&office, 18).await;

        assert!(mails(&office, JO, "search_chaser").is_empty(), "days that went by unseen count once");
        for to in ["hana@northmoor.example", "mona@northmoor.example"] {
            let told = mails(&office, to, "alert");
            assert_eq!(told.len(), 1, "{to}");
            assert!(told[0].body.contains(&format!("/requests/{reference}")), "{}", told[0].body);
            assert!(!told[0].body.contains("School") && !told[0].body.contains("Rowan"), "{}", told[0].body);
        }
    }

    async fn nobody_is_chased_who_answered_or_need_not(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}/searches");
        hana.post(&at, &SEARCH).await.is_done();
        let answered = office.link_to(JO, "/answers/");
        office.visitor().post(&format!("{answered}/words"), &[("outcome", "nothing_held")]).await.is_done();
        let mut other = SEARCH;
        other[2] = ("custodian_email", "ann@clinic.example");
        hana.post(&at, &other).await.is_done();
        let page = hana.get(&at).await.page();
        let waive = page.split("action=\"").map(|part| part.split('"').next().unwrap_or_default());
        let waive = waive.filter(|to| to.ends_with("/waiver")).last().unwrap().to_owned();
        hana.post(&waive, &[("reason", "The clinic closed in 2001")]).await.is_done();

        days_pass(&office, 30).await;

        for to in [JO, "ann@clinic.example"] {
            assert!(mails(&office, to, "search_chaser").is_empty(), "{to}");
        }
        assert!(mails(&office, "hana@northmoor.example", "alert").is_empty());
    }

    async fn the_custodians_manager_answers_by_a_link_of_their_own(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}/searches");
        hana.post(&at, &[SEARCH.as_slice(), &WITH_MANAGER[..1]].concat()).await.is_refused(422, "e-mail address, or leave both empty");
        hana.post(&at, &[SEARCH.as_slice(), &WITH_MANAGER[1..]].concat()).await.is_refused(422, "ame their manager");
        hana.post(&at, &[SEARCH.as_slice(), &WITH_MANAGER].concat()).await.is_done();
        days_pass(&office, 18).await;

        let link = office.link_to(PAT, "/answers/");
        office.visitor().post(&format!("{link}/words"), &[("outcome", "nothing_held")]).await.is_done();

        let told = story(&hana, &office, &reference).await;
        assert!(told.contains("Pat Lee") && told.contains("nothing held"), "{told}");
        office.visitor().get(&link).await.is_refused(404, "");
    }

    async fn asking_again_by_hand_begins_the_rule_anew(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}/searches");
        hana.post(&at, &SEARCH).await.is_done();
        days_pass(&office, 15).await;
        assert_eq!(mails(&office, JO, "search_chaser").len(), 1);
        let hana = office.returns(&hana).await;
        let page = hana.get(&at).await.page();
        let chase = page.split("action=\"").map(|part| part.split('"').next().unwrap_or_default());
        let chase = chase.filter(|to| to.ends_with("/chase")).last().unwrap().to_owned();

        hana.post(&chase, &[]).await.is_done();

        assert!(hana.get(&at).await.page().contains("Reminder 1 on 14 December 2026"));
        days_pass(&office, 7).await;
        assert!(mails(&office, JO, "search_chaser").len() == 2, "by hand, and nothing yet by rule");
    }
}
