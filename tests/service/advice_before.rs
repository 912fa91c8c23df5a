//! Files that came in before anything was looked for are looked through for legal advice too: each
//! once, and whoever leads the request is told.

use candour::db::schema::{items, legal_hints, legal_looks, requests};
use candour::jobs::{self, Job};
use candour::{mail, privilege};
use diesel::prelude::*;
use serde_json::json;

use crate::office::{Office, on_both};
use crate::the_pack::{Case, built, fingerprint, in_review, reviewed};

const DIARY: &str = "Went to court. Our solicitor advised Kingfisher to wait. Home at six.\n";

/// D3 holds advice on an ordinary note, and nothing was looked for in any item.
async fn as_before(office: &Office) -> Case {
    let case = in_review(office).await;
    let files = [("files", "Diary.txt", DIARY.as_bytes())];
    case.hana.upload(&case.at("record"), &[("source", "Case system")], &files).await;
    office.works().await;
    let mut db = office.db();
    diesel::delete(legal_hints::table).execute(&mut *db).unwrap();
    diesel::delete(legal_looks::table).execute(&mut *db).unwrap();
    case
}

async fn looks_back(office: &Office) {
    let job = Job::new(privilege::LOOK_BACK, json!({})).attempts(1);
    jobs::enqueue(&mut office.db(), job, office.now()).unwrap();
    office.works().await;
}

/// Numbers of the items that were looked through.
fn looked(office: &Office) -> Vec<i64> {
    legal_looks::table
        .inner_join(items::table)
        .order(items::number)
        .select(items::number)
        .load(&mut *office.db())
        .unwrap()
}

fn alerts(office: &Office) -> Vec<String> {
    let sent = mail::latest(&mut office.db(), 100).unwrap().into_iter();
    sent.map(|message| message.body).filter(|body| body.contains("legal advice")).collect()
}

on_both! {
    async fn what_came_before_is_looked_through_once_and_told(office) {
        let case = as_before(&office).await;
        assert!(!case.rita.get(&case.at("review/3")).await.page().contains("Is this legal advice?"));

        looks_back(&office).await;

        assert_eq!(looked(&office), [1, 2, 3]);
        let page = case.rita.get(&case.at("review/3")).await.page();
        assert!(page.contains("Is this legal advice?") && page.contains("Our solicitor advised Kingfisher to wait."), "{page}");
        assert!(!case.rita.get(&case.at("review/1")).await.page().contains("Is this legal advice?"));
        let told = alerts(&office);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("1 document may hold legal advice") && !told[0].contains("Kingfisher"), "{told:?}");

        looks_back(&office).await;
        assert_eq!(alerts(&office).len(), 1, "what was looked through is not told again");
    }

    async fn what_comes_in_now_is_not_looked_through_a_second_time(office) {
        let case = in_review(&office).await;
        let files = [("files", "Diary.txt", DIARY.as_bytes())];
        case.hana.upload(&case.at("record"), &[("source", "Case system")], &files).await;
        office.works().await;
        assert_eq!(looked(&office), [1, 2, 3]);

        looks_back(&office).await;

        assert!(alerts(&office).is_empty());
    }

    async fn words_that_cannot_be_read_keep_no_other_item_from_being_looked_through(office) {
        let _case = as_before(&office).await;
        let mut db = office.db();
        let first = items::table.filter(items::number.eq(1));
        let words: Option<String> = first.select(items::words_sha256).first(&mut *db).unwrap();
        diesel::update(first).set(items::words_sha256.eq("0".repeat(64))).execute(&mut *db).unwrap();

        looks_back(&office).await;
        assert_eq!(looked(&office), [2, 3]);

        diesel::update(first).set(items::words_sha256.eq(words)).execute(&mut *db).unwrap();
        looks_back(&office).await;
        assert_eq!(looked(&office), [1, 2, 3], "it goes on where it stood");
        assert_eq!(alerts(&office).len(), 1);
    }

    async fn a_request_that_has_ended_is_looked_through_once_it_is_open_again(office) {
        let _case = as_before(&office).await;
        let set = |office: &Office, state: &str| {
            diesel::update(requests::table).set(requests::state.eq(state)).execute(&mut *office.db()).unwrap();
        };
        set(&office, "closed");
        looks_back(&office).await;
        assert!(looked(&office).is_empty());

        set(&office, "reopened");
        looks_back(&office).await;
        assert_eq!(looked(&office), [1, 2, 3]);
    }

    async fn a_pack_in_which_advice_is_found_late_is_not_signed(office) {
        let case = as_before(&office).await;
        reviewed(&case).await;
        case.rita.post(&case.at("items/3/decision"), &[("decision", "release")]).await.is_done();
        built(&office, &case).await;
        let fingerprint = fingerprint(&case).await;

        looks_back(&office).await;

        case.mona.post(&case.at("signature"), &[("fingerprint", &fingerprint)]).await.is_refused(409, "D3 speaks of legal advice");
    }
}
