//! Many items are changed together: all of them or none, and taken back in one go.

use candour::access::Role;
use candour::audit;
use candour::db::Id;
use candour::db::schema::requests;
use candour::records::{Category, Hand, Level};
use diesel::prelude::*;

use super::{SAR, a_request, items_of, record, sends, zip};
use crate::office::{Office, Person, on_both};

const CHANGES: &str = "/requests/SAR-2026-00001/record/changes";

/// Notes of a school, a day each, in the record.
async fn notes(office: &Office, by: &Person, many: usize) {
    let named =
        |n: usize| (format!("20{:02}-03-04 note {n}.txt", n % 90 + 10), format!("note {n}"));
    let members: Vec<(String, String)> = (1..=many).map(named).collect();
    let members: Vec<(&str, &[u8])> =
        members.iter().map(|(n, c)| (n.as_str(), c.as_bytes())).collect();
    sends(by, &[("all.zip", &zip(&members))]).await.is_done();
    office.works().await;
}

/// The lines of the diary that speak of items described together.
fn told(office: &Office, request: Id) -> Vec<String> {
    let story = audit::story(&mut office.db(), request).unwrap();
    let lines = story.into_iter().filter(|line| line.act == "items_described");
    lines.map(|line| line.detail).collect()
}

/// The address with which the last change on the page is undone.
async fn undoing(by: &Person) -> Option<String> {
    let page = by.get(&record()).await.page();
    let at = page.find("/record/changes/")?;
    let rest = &page[at..];
    let end = rest.find("/undo\"")?;
    let path = format!("{SAR}{}/undo", &rest[..end]);
    (!path.contains("new")).then_some(path)
}

on_both! {
    async fn what_is_said_of_many_items_is_said_of_each_and_told_once(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        notes(&office, &hana, 5).await;
        let days: Vec<_> = items_of(&office, request).iter().map(|i| i.event_on).collect();

        let page = hana.get(&format!("{CHANGES}/new?n=1&n=3&n=4")).await.page();
        assert!(page.contains("Change 3 items together") && page.contains("D3: "), "{page}");
        let said = [("n", "1"), ("n", "3"), ("n", "4"), ("expected", "3"), ("kind", "visit"), ("source", "Youth Justice"),
            ("provider", "Ann Price"), ("hand", "third_party"), ("level", "sensitive"), ("topics", "wishes")];
        hana.post(CHANGES, &said).await.is_done();

        for (item, day) in items_of(&office, request).into_iter().zip(days) {
            let changed = [1, 3, 4].contains(&item.number);
            assert_eq!(item.kind == Category::Visit, changed, "D{}", item.number);
            assert_eq!(item.source, if changed { "Youth Justice" } else { "School" });
            assert_eq!(item.provider, if changed { "Ann Price" } else { "" });
            assert_eq!(item.hand == Hand::ThirdParty, changed);
            assert_eq!((item.level == Level::Sensitive, item.topics == "wishes"), (changed, changed));
            assert_eq!(item.event_on, day, "what is left empty stays as it is");
        }
        let clause = "3 items: kind, where it was kept, provider, level sensitive, first-hand or not";
        assert_eq!(told(&office, request), [clause]);
    }

    async fn everything_that_a_filter_shows_is_changed_beyond_the_first_page(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        notes(&office, &hana, 130).await;
        sends(&hana, &[("letter.txt", b"a letter")]).await.is_done();
        office.works().await;

        let list = hana.get(&format!("{}?q=note", record())).await.page();
        assert!(list.contains("Change all 130 items that the filter shows"), "{list}");
        let said = [("all", "yes"), ("shown", "q=note"), ("kind", "visit"), ("expected", "130")];
        hana.post(CHANGES, &said).await.is_done();

        let visits = items_of(&office, request).iter().filter(|i| i.kind == Category::Visit).count();
        assert_eq!(visits, 130);
        assert_eq!(told(&office, request), ["130 items: kind"]);
        let fewer = [("all", "yes"), ("shown", "q=note"), ("kind", "outside_report"), ("expected", "129")];
        hana.post(CHANGES, &fewer).await.is_refused(409, "130 items now");
        assert!(hana.post(CHANGES, &said[2..]).await.status == 422, "choosing none is not choosing all");
    }

    async fn a_change_that_does_not_fit_one_item_changes_none(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        notes(&office, &hana, 3).await;
        hana.post(CHANGES, &[("n", "2"), ("expected", "1"), ("level", "sensitive"), ("topics", "health"), ("level_reason", "A sprain.")]).await.is_done();
        let before = items_of(&office, request);

        let confidential = [("all", "yes"), ("expected", "3"), ("level", "confidential"), ("kind", "visit")];
        hana.post(CHANGES, &confidential).await.is_refused(422, "(D2)");
        let advice = [("all", "yes"), ("expected", "3"), ("kind", "legal_advice")];
        hana.post(CHANGES, &advice).await.is_refused(422, "item by item");
        let tomorrow = [("all", "yes"), ("expected", "3"), ("event_on", "1/1/2200")];
        hana.post(CHANGES, &tomorrow).await.is_refused(422, "has not come yet");
        hana.post(CHANGES, &[("all", "yes"), ("expected", "3")]).await.is_refused(422, "nothing is filled in");
        let unknown = [("n", "1"), ("n", "9"), ("expected", "2"), ("kind", "visit")];
        assert_eq!(hana.post(CHANGES, &unknown).await.status, 404);

        let after = items_of(&office, request);
        let kinds = |items: &[candour::records::ItemRow]| items.iter().map(|i| (i.kind, i.level)).collect::<Vec<_>>();
        assert_eq!(kinds(&after), kinds(&before));
        assert_eq!(told(&office, request).len(), 1);
    }

    async fn the_last_change_is_undone_in_one_go_unless_an_item_was_changed_since(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let olu = office.hires("Olu", Role::Reviewer).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana, &olu]);
        notes(&office, &hana, 4).await;
        let kept = |office: &Office| -> Vec<_> {
            items_of(office, request).into_iter().map(|i| (i.kind, i.source, i.event_on, i.level, i.topics, i.level_reason)).collect()
        };
        let before = kept(&office);
        assert_eq!(undoing(&hana).await, None);
        let said = [("all", "yes"), ("expected", "4"), ("kind", "visit"), ("source", "Depot"), ("event_on", "2/3/2019"),
            ("level", "highly_sensitive"), ("topics", "locating")];

        hana.post(CHANGES, &said).await.is_done();
        let undo = undoing(&hana).await.unwrap();
        assert_eq!(undoing(&olu).await, None, "another's change is not theirs to undo");
        assert_eq!(olu.post(&undo, &[]).await.status, 404);
        hana.post(&undo, &[]).await.is_done();

        assert_eq!(kept(&office), before);
        assert_eq!(undoing(&hana).await, None);
        hana.post(&undo, &[]).await.is_refused(409, "already");
        hana.post(CHANGES, &[("all", "yes"), ("expected", "4"), ("kind", "visit")]).await.is_done();
        let second = undoing(&hana).await.unwrap();
        let form = [("title", "Note"), ("kind", "outside_report"), ("level", "confidential"), ("hand", "first_hand")];
        hana.post(&format!("{SAR}/items/2"), &form).await.is_done();
        hana.post(&second, &[]).await.is_refused(409, "D2");
        assert_eq!(items_of(&office, request)[0].kind, Category::Visit);
    }

    async fn what_is_kept_apart_is_neither_changed_nor_counted_by_those_who_may_not_know_of_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let olu = office.hires("Olu", Role::Reviewer).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana, &olu]);
        notes(&office, &hana, 4).await;
        hana.post(CHANGES, &[("n", "2"), ("n", "3"), ("expected", "2"), ("level", "highly_sensitive"), ("topics", "locating")]).await.is_done();

        assert_eq!(told(&office, request), ["D2, D3: level highly sensitive"]);
        let list = olu.get(&record()).await.page();
        assert!(list.contains("Change all 2 items"), "{list}");
        let story = olu.get(SAR).await.page();
        assert!(!story.contains("highly sensitive"), "{story}");
        assert_eq!(olu.post(CHANGES, &[("n", "2"), ("expected", "1"), ("kind", "visit")]).await.status, 404);
        olu.post(CHANGES, &[("all", "yes"), ("expected", "2"), ("kind", "visit")]).await.is_done();
        let visits: Vec<i64> = items_of(&office, request).iter().filter(|i| i.kind == Category::Visit).map(|i| i.number).collect();
        assert_eq!(visits, [1, 4]);
        hana.post(CHANGES, &[("all", "yes"), ("expected", "4"), ("source", "Depot")]).await.is_done();
        assert_eq!(told(&office, request)[2..], ["2 items: where it was kept", "D2, D3: where it was kept"]);
    }

    async fn items_are_changed_together_by_their_roles_while_the_record_can_change(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mona = office.hires("Mona", Role::Manager).await;
        let other = office.hires("Olu", Role::Reviewer).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana, &mona]);
        notes(&office, &hana, 2).await;
        let said = [("all", "yes"), ("expected", "2"), ("kind", "visit")];

        mona.post(CHANGES, &said).await.is_refused(403, "describe");
        assert!(!mona.get(&record()).await.page().contains("Change all"));
        assert_eq!(other.post(CHANGES, &said).await.status, 404);
        assert_eq!(other.get(&format!("{CHANGES}/new?all=yes")).await.status, 404);
        hana.get(&format!("{CHANGES}/new")).await.is_refused(422, "hoose the items");
        diesel::update(requests::table.find(request)).set(requests::state.eq("awaiting_signoff")).execute(&mut *office.db()).unwrap();
        hana.post(CHANGES, &said).await.is_refused(409, "send it back to review");
        assert!(!hana.get(&record()).await.page().contains("Change all"));
    }

    async fn the_list_stands_in_parts_and_shows_one_part_alone(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        a_request(&office, "SAR-2026-00001", &[&hana]);
        notes(&office, &hana, 3).await;
        hana.upload(&record(), &[("source", "")], &[("files", "b.txt", b"b".as_slice())]).await.is_done();
        office.works().await;
        hana.post(CHANGES, &[("n", "1"), ("n", "2"), ("expected", "2"), ("provider", "Ann Price"), ("kind", "visit"), ("event_on", "2/3/2019")]).await.is_done();

        let part = |page: &str, words: &str| page.contains(&format!("<bdi>{words}</bdi>"));
        let kinds = hana.get(&format!("{}?by=kind", record())).await.page();
        assert!(part(&kinds, Category::Visit.words()) && kinds.contains("?q=&#38;kind=visit") , "{kinds}");
        let sources = hana.get(&format!("{}?by=source", record())).await.page();
        assert!(part(&sources, "School") && part(&sources, "Nobody has said where they were kept"), "{sources}");
        assert!(sources.contains("3 items"), "{sources}");
        let providers = hana.get(&format!("{}?by=provider", record())).await.page();
        assert!(part(&providers, "Ann Price") && part(&providers, "Nobody has said who gave the information"));
        let years = hana.get(&format!("{}?by=year", record())).await.page();
        assert!(part(&years, "2019") && part(&years, "Without a day"), "{years}");
        assert!(years.find("<bdi>2019<").unwrap() < years.find("<bdi>Without a day<").unwrap());

        let shown = |query: &str| format!("{}?{query}", record());
        assert!(hana.get(&shown("month=2019")).await.page().contains("1 to 2 of 2"));
        assert!(hana.get(&shown("provider=-")).await.page().contains("1 to 2 of 2"));
        assert!(hana.get(&shown("source=-")).await.page().contains("1 to 1 of 1"));
        assert!(hana.get(&shown("month=-")).await.page().contains("1 to 1 of 1"));
    }
}
