//! What is said of an item, and who may see it.

use candour::access::Role;
use candour::db::schema::item_decisions;
use candour::records;
use diesel::prelude::*;

use super::{SAR, a_request, items_of, pdf, record, sends, zip};
use crate::office::{Office, on_both};

on_both! {
    async fn the_record_of_a_request_is_there_only_for_those_who_work_on_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let other = office.hires("Olu", Role::Reviewer).await;
        let auditor = office.hires("Asif", Role::Auditor).await;
        let manager = office.hires("Mona", Role::Manager).await;
        a_request(&office, "SAR-2026-00001", &[&hana, &manager]);
        sends(&hana, &[("a.txt", b"a")]).await.is_done();
        office.works().await;

        for path in ["/record", "/record/progress", "/items/1", "/items/1/pages/1.png", "/items/1/original"] {
            let path = format!("{SAR}{path}");
            assert_eq!(other.get(&path).await.status, 404, "{path}");
            assert_eq!(auditor.get(&path).await.status, 403, "{path}");
            assert_eq!(hana.get(&path).await.status, 200, "{path}");
        }
        assert_eq!(sends(&other, &[("b.txt", b"b")]).await.status, 404);
        sends(&manager, &[("b.txt", b"b")]).await.is_refused(403, "add files to the record");
        assert_eq!(other.post(&format!("{SAR}/items/1"), &[("title", "x")]).await.status, 404);
        let edge = "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f.txt\"\r\n\r\nf\r\n--e--\r\n";
        let headers = [("content-type", "multipart/form-data; boundary=e"), ("sec-fetch-site", "same-origin")];
        let forged = hana.send(reqwest::Method::POST, &record(), &headers, edge.into()).await;
        forged.is_refused(403, "open too long");
    }

    async fn an_item_is_described_and_what_is_wrong_is_named(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        sends(&hana, &[("a.txt", b"a")]).await.is_done();
        office.works().await;
        let item = format!("{SAR}/items/1");
        let good = [("title", "Visit"), ("kind", "visit"), ("level", "sensitive"), ("hand", "third_party"),
            ("event_on", "2/3/2019"), ("recorded_on", "20/3/2019"), ("topics", "wishes"), ("author", "A. Price"), ("provider", "School")];

        hana.post(&item, &good).await.is_done();

        let kept = items_of(&office, request).remove(0);
        assert_eq!((kept.title.as_str(), kept.level), ("Visit", records::Level::Sensitive));
        let page = hana.get(&item).await.page();
        assert!(page.contains("Recorded 18 days after"), "{page}");
        let mut wrong = good;
        wrong[1] = ("kind", "rumour");
        hana.post(&item, &wrong).await.is_refused(422, "hoose what kind of record");
        hana.post(&item, &[("title", "x"), ("number", "7")]).await.is_refused(422, "number");
    }

    async fn what_cannot_be_shown_is_left_out_with_a_ground_and_a_reason(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        sends(&hana, &[("letter.docx", b"PK\x03\x04"), ("a.txt", b"a")]).await.is_done();
        office.works().await;
        let undecided = |office: &Office| records::standing(&mut office.db(), request).unwrap().not_shown_undecided;
        assert_eq!(undecided(&office), 1);
        let out = |number: i64| format!("{SAR}/items/{number}/unviewable");
        let because = [("ground", "not-personal-data"), ("reason", "Its content is D2.")];

        hana.post(&out(1), &[("ground", "not-personal-data"), ("reason", " ")]).await.is_refused(422, "Say how you know");
        hana.post(&out(1), &[("ground", "no-such"), ("reason", "x")]).await.is_refused(422, "Choose why");
        hana.post(&out(2), &because).await.is_refused(409, "can be looked at");
        hana.post(&out(1), &because).await.is_done();

        assert_eq!(undecided(&office), 0);
        let kept: Vec<String> = item_decisions::table.select(item_decisions::decision).load(&mut *office.db()).unwrap();
        assert_eq!(kept, ["withhold"]);
    }

    async fn legal_advice_is_seen_only_by_those_it_is_assigned_to(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let nobody = a_request(&office, "SAR-2026-00001", &[]);
        sends(&hana, &[("Legal advice 3.txt", b"advice"), ("a.txt", b"a")]).await.is_done();
        office.works().await;

        let list = hana.get(&record()).await.page();
        assert!(list.contains(">a<") && !list.contains("Legal advice 3"), "{list}");
        assert_eq!(hana.get(&format!("{SAR}/items/1")).await.status, 404);
        assert_eq!(hana.get(&format!("{SAR}/items/1/original")).await.status, 404);
        assert!(items_of(&office, nobody)[0].privileged);
    }

    async fn a_page_is_a_picture_and_one_beyond_the_last_is_missing(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        a_request(&office, "SAR-2026-00001", &[&hana]);
        sends(&hana, &[("a.pdf", &pdf("Words"))]).await.is_done();
        office.works().await;

        let picture = hana.get(&format!("{SAR}/items/1/pages/1.png?w=600")).await;

        assert_eq!((picture.status, picture.headers["content-type"].to_str().unwrap()), (200, "image/png"));
        assert!(picture.bytes.starts_with(b"\x89PNG"));
        for page in ["0", "2", "-1"] {
            assert_eq!(hana.get(&format!("{SAR}/items/1/pages/{page}.png")).await.status, 404, "{page}");
        }
    }

    async fn a_list_of_thousands_is_filtered_and_shown_a_hundred_at_a_time(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        let members: Vec<(String, String)> = (1..=250).map(|n| (format!("note {n}.txt"), format!("note {n}"))).collect();
        let members: Vec<(&str, &[u8])> = members.iter().map(|(n, c)| (n.as_str(), c.as_bytes())).collect();
        sends(&hana, &[("all.zip", &zip(&members))]).await.is_done();
        office.works().await;
        assert_eq!(items_of(&office, request).len(), 250);

        let first = hana.get(&record()).await.page();
        let last = hana.get(&format!("{}?page=3", record())).await.page();
        let found = hana.get(&format!("{}?q=NOTE+24", record())).await.page();
        let percent = hana.get(&format!("{}?q=%25", record())).await.page();

        assert!(first.contains("1 to 100 of 250") && first.contains("note 100") && !first.contains("note 101<"));
        assert!(last.contains("201 to 250 of 250"));
        assert!(found.contains("1 to 11 of 11"), "{found}");
        assert!(percent.contains("No item fits"));
    }
}
