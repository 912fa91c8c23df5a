//! What waits for a manager stands on one page, and leaves it when it is decided.

use candour::access::Role;
use candour::db;
use candour::letters::LetterKind;

use crate::consultation::{HOLDS, drafted, objects, sent};
use crate::office::{Office, Person, on_both};
use crate::requests::gathers;
use crate::the_pack::in_review;

async fn works_on(handler: &Person, reference: &str, colleague: &Person) {
    let staff = colleague.actor().id.to_string();
    let at = format!("/requests/{reference}/assignments");
    handler.post(&at, &[("staff", &staff)]).await.is_done();
}

const EXCESSIVE: [(&str, &str); 5] = [
    ("kind", "refuse"),
    ("ground", "excessive"),
    ("criteria", "repeats"),
    ("evidence", "Answered on 2 October and on 5 November"),
    ("words", "You had everything we hold three weeks ago"),
];

/// The address on which the proposal that waits is decided.
async fn decision(manager: &Person, at: &str) -> String {
    let page = manager.get(&format!("{at}/endings")).await.page();
    let id = page.split("/refusals/").nth(1).unwrap().get(..36).unwrap();
    format!("{at}/refusals/{id}/decision")
}

async fn queue(manager: &Person) -> String {
    manager.get("/sign-off").await.page()
}

async fn statements(office: &Office, manager: &Person) -> u64 {
    let before = db::statements_sent(&mut office.db());
    queue(manager).await;
    db::statements_sent(&mut office.db()) - before
}

on_both! {
    async fn a_refusal_or_a_fee_waits_for_another_and_leaves_when_it_is_decided(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let (mona, max) = (office.hires("Mona Weir", Role::Manager).await, office.hires("Max Tan", Role::Manager).await);
        let reference = gathers(&office, &hana).await;
        works_on(&hana, &reference, &mona).await;
        let at = format!("/requests/{reference}");
        let refusals = format!("{at}/refusals");
        let place = format!("href=\"{at}/endings\"");
        assert!(queue(&mona).await.contains("Nobody waits for your advice"));

        hana.post(&refusals, &EXCESSIVE).await.is_done();

        let page = queue(&mona).await;
        assert!(page.contains("A refusal is proposed") && page.contains(&place), "{page}");
        assert!(!queue(&max).await.contains(&reference), "who does not work on it reads nothing of it");
        let no = [("agrees", "false"), ("why", "New notes were made since")];
        mona.post(&decision(&mona, &at).await, &no).await.is_done();
        assert!(!queue(&mona).await.contains(&place));

        // Her own proposal is for somebody else to decide.
        mona.post(&refusals, &EXCESSIVE).await.is_done();
        assert!(!queue(&mona).await.contains(&place));
        works_on(&hana, &reference, &max).await;
        assert!(queue(&max).await.contains(&place));
        let yes = [("agrees", "true"), ("why", "Both answers were complete")];
        max.post(&decision(&max, &at).await, &yes).await.is_done();
        assert!(!queue(&max).await.contains(&reference));

        let second = gathers(&office, &hana).await;
        works_on(&hana, &second, &mona).await;
        let at = format!("/requests/{second}");
        let back = [("event", "stepped_back"), ("reason", "a fee comes first")];
        hana.post(&format!("{at}/steps"), &back).await.is_done();
        let fee: Vec<(&str, &str)> = EXCESSIVE[1..].iter().copied().chain([("kind", "charge"), ("fee", "12.50")]).collect();
        hana.post(&format!("{at}/refusals"), &fee).await.is_done();
        assert!(queue(&mona).await.contains("A fee is proposed"));
        // What ends by itself waits for nobody.
        hana.post(&format!("{at}/steps"), &[("event", "withdrawn"), ("reason", "They wrote so")]).await.is_done();
        assert!(!queue(&mona).await.contains(&second));
    }

    async fn a_wording_waits_for_a_manager_who_did_not_write_it(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let (mona, max) = (office.hires("Mona Weir", Role::Manager).await, office.hires("Max Tan", Role::Manager).await);
        let book = "/letters/refusal/en";
        assert!(queue(&mona).await.contains("as they came with the program"));
        let all: Vec<&str> = LetterKind::ALL.iter().map(|kind| kind.name()).collect();
        let read = [("letters", &*all.join(" ")), ("read", "true")];
        mona.post("/letters/shipped", &read).await.is_done();
        assert!(queue(&mona).await.contains("No wording waits for your approval"));

        let letter = candour::letters::shipped(LetterKind::Refusal);
        let subject = format!("{}: our answer", letter.subject);
        let written = mona.post(book, &[("subject", &*subject), ("body", &*letter.body)]).await;
        written.is_done();
        let waits = format!("href=\"{}\"", written.location());

        assert!(!queue(&mona).await.contains(&waits), "nobody approves what they wrote");
        assert!(queue(&max).await.contains(&waits));
        max.post(&format!("{}/approval", written.location()), &[]).await.is_done();
        assert!(queue(&max).await.contains("No wording waits for your approval"));
        hana.get("/sign-off").await.is_refused(403, "ou may not");
    }

    async fn a_protected_source_waits_until_a_manager_decided(office) {
        let case = in_review(&office).await;
        let told = [("title", "Visit"), ("kind", "visit"), ("hand", "first_hand"), ("level", "confidential"), ("given", "given_in_confidence")];
        case.rita.post(&case.at("items/1"), &told).await.is_done();
        let source = case.at("items/1/source");
        case.rita.post(&source, &[("words", "the woman at number nine")]).await.is_done();

        assert!(queue(&case.mona).await.contains(&format!("href=\"{source}\"")));
        let may = [("outcome", "may_be_known"), ("reason", "She agreed in writing")];
        case.mona.post(&format!("{source}/decision"), &may).await.is_done();

        assert!(!queue(&case.mona).await.contains(&source));
    }

    async fn what_the_queue_asks_of_the_database_does_not_grow_with_what_waits(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let propose = || async {
            let reference = gathers(&office, &hana).await;
            works_on(&hana, &reference, &mona).await;
            hana.post(&format!("/requests/{reference}/refusals"), &EXCESSIVE).await.is_done();
        };
        propose().await;
        queue(&mona).await;
        let few = statements(&office, &mona).await;
        for _ in 0..8 {
            propose().await;
        }

        let many = statements(&office, &mona).await;

        assert!(queue(&mona).await.matches("A refusal is proposed").count() == 9);
        assert!(few > 1 && few == many, "{few}, then {many}");
    }

    async fn a_manager_reads_at_sign_off_what_was_restricted_and_what_came_of_it(office) {
        let case = in_review(&office).await;
        let why = |reason| [("ground", "serious_harm"), ("reason", reason)];
        let (first, second) = (case.at("items/1/restriction"), case.at("items/2/restriction"));
        case.hana.post(&first, &why("He has threatened her.")).await.is_done();
        case.mona.post(&format!("{first}/advice"), &HOLDS).await.is_done();
        case.hana.post(&second, &why("It could upset him.")).await.is_done();
        let shares = [("verdict", "does_not"), ("advice", "He wrote it himself.")];
        case.mona.post(&format!("{second}/advice"), &shares).await.is_done();
        let consultation = drafted(&case).await;
        let link = sent(&office, &case, &consultation).await;
        objects(&office, &link).await;
        let answered = [("outcome", "disclose"), ("reasons", "He knows."), ("reply_1", "He knows it already.")];
        case.mona.post(&format!("{consultation}/conclusion"), &answered).await.is_done();
        let release = [("fate", "release"), ("exemption", ""), ("outcome", "The danger is past.")];
        case.mona.post(&format!("{first}/outcome"), &release).await.is_done();
        for item in ["items/1/decision", "items/2/decision"] {
            case.rita.post(&case.at(item), &[("decision", "release")]).await.is_done();
        }
        case.hana.post(&case.at("pack"), &[]).await.is_done();
        office.works().await;

        let page = case.mona.get(&case.at("sign-off")).await.page();

        let list = page.split("What was restricted</h2>").nth(1).unwrap().split("</table>").next().unwrap();
        let rows: Vec<&str> = list.split("<tr").skip(2).collect();
        assert_eq!(rows.len(), 2, "{list}");
        for (row, words) in rows.iter().zip([
            ["He has threatened her.", ">Released<", "The danger is past."],
            ["It could upset him.", ">Not restricted<", "He wrote it himself."],
        ]) {
            assert!(words.iter().all(|words| row.contains(words)), "{words:?}: {row}");
        }
        assert!(rows[0].contains(&format!("href=\"{first}\"")) && rows[0].contains("serious"), "{list}");
        assert!(!rows[0].contains("It would put her at risk."), "the decision counts, not the advice before it");
        assert!(queue(&case.mona).await.contains("Check and sign"));
    }

    async fn a_restriction_of_what_is_for_named_people_is_told_to_no_other_manager(office) {
        let case = in_review(&office).await;
        let told = [("title", "Visit"), ("kind", "visit"), ("hand", "first_hand"), ("level", "highly_sensitive"), ("topics", "adoption_address"), ("given", "")];
        let kept = case.hana.post(&case.at("items/1"), &told).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let at = case.at("items/1/restriction");
        case.hana.post(&at, &[("ground", "serious_harm"), ("reason", "He has threatened her.")]).await.is_done();

        assert!(!queue(&case.mona).await.contains("A restriction awaits"), "she is not named for it");
        let named = case.mona.actor().id.to_string();
        let reader = [("reader", named.as_str()), ("named_reason", "She advises on it")];
        case.hana.post(&case.at("items/1/readers"), &reader).await.is_done();

        assert!(queue(&case.mona).await.contains(&format!("href=\"{at}\"")));
    }
}
