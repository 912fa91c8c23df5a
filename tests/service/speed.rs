//! Pages stay quick however much is held: what they ask of the database does not grow with the rows.
//!
//! `cargo test --release --test service speed -- --nocapture` prints the table and holds every page
//! to its time; a debug build prints it only.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use candour::access::Role;
use candour::db::schema::{circle, items, requests};
use candour::db::{self, Id};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

/// Nobody waits noticeably for less.
const QUICK: Duration = Duration::from_millis(200);

/// Adds so many copies of a row, each with an id of its own and what `changed` says.
fn copies(office: &Office, table: &str, id: Id, times: i64, changed: impl Fn(i64) -> String) {
    let mut sql =
        format!("BEGIN; CREATE TEMPORARY TABLE one AS SELECT * FROM {table} WHERE id = '{id}';");
    for n in 1..=times {
        let (id, changed) = (Id::new(), changed(n));
        write!(
            sql,
            "UPDATE one SET id = '{id}', {changed}; INSERT INTO {table} SELECT * FROM one;"
        )
        .unwrap();
    }
    sql.push_str("DROP TABLE one; COMMIT;");
    office.db().batch_execute(&sql).unwrap();
}

/// One request with an item, somebody in the circle, and whoever works on it.
struct Held {
    at: String,
    hana: Person,
    dara: Person,
}

async fn one_of_each(office: &Office) -> Held {
    let hana = office.hires("Hana Price", Role::Handler).await;
    let dara = office.hires("Dara Singh", Role::Manager).await;
    let at = format!("/requests/{}", gathers(office, &hana).await);
    let files = [("files", "2019-03-04 Home visit.txt", b"A visit was made.\n".as_slice())];
    hana.upload(&format!("{at}/record"), &[("source", "School")], &files).await.is_done();
    office.works().await;
    let person = [("name", "Gwen Price"), ("relation", "aunt"), ("kind", "third_party")];
    hana.post(&format!("{at}/people"), &person).await.is_done();
    let staff = dara.actor().id.to_string();
    hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
    Held { at, hana, dara }
}

/// As many again of each as told, of every other level, kind and month.
fn grown(office: &Office, by: [i64; 3]) {
    let (request, item, person) = {
        let mut db = office.db();
        let request: Id = requests::table
            .order(requests::reference)
            .select(requests::id)
            .first(&mut *db)
            .unwrap();
        let item: Id = items::table.order(items::number).select(items::id).first(&mut *db).unwrap();
        let person: Id =
            circle::table.order(circle::created_at).select(circle::id).first(&mut *db).unwrap();
        (request, item, person)
    };
    let [requests, items, people] = by;
    copies(office, "requests", request, requests, |n| {
        format!("reference = 'SAR-2025-{n:05}', owner_id = NULL")
    });
    copies(office, "items", item, items, |n| {
        let (number, month, level) =
            (n + 1, n % 12 + 1, ["confidential", "sensitive"][(n % 2) as usize]);
        format!(
            "number = {number}, title = 'Note {n}', event_on = '2019-{month:02}-04', level = '{level}'"
        )
    });
    copies(office, "circle", person, people, |n| format!("name = 'Relative {n}'"));
}

/// A page, what it asks of the database, and how long it takes once it is warm.
async fn visited(office: &Office, by: &Person, path: &str) -> (u64, Duration) {
    by.get(path).await.page();
    let before = db::statements_sent(&mut office.db());
    let began = Instant::now();
    by.get(path).await.page();
    let took = began.elapsed();
    (db::statements_sent(&mut office.db()) - before, took)
}

async fn every_page(office: &Office, held: &Held) -> Vec<(String, u64, Duration)> {
    let at = &held.at;
    let of_request = [
        "",
        "/identity",
        "/searches",
        "/plan",
        "/completeness",
        "/people",
        "/record",
        "/record?page=2",
        "/record?q=note&flag=undecided",
        "/record?by=year&page=2",
        "/record/changes/new?all=yes",
        "/record/progress",
        "/record/names",
        "/items/1",
        "/review",
        "/review?page=2",
        "/review/1",
        "/review/1/standing",
        "/review/1/words/1",
        "/pack",
    ];
    let mut seen = Vec::new();
    for path in of_request {
        let (asked, took) = visited(office, &held.hana, &format!("{at}{path}")).await;
        seen.push((format!("/requests/…{path}"), asked, took));
    }
    for (by, path) in [
        (&held.hana, "/requests"),
        (&held.hana, "/requests?page=2"),
        (&held.hana, "/requests?q=rowan"),
        (&held.dara, "/requests"),
        (&held.dara, "/sign-off"),
    ] {
        let (asked, took) = visited(office, by, path).await;
        seen.push((path.to_owned(), asked, took));
    }
    seen
}

on_both! {
    async fn what_a_page_asks_of_the_database_does_not_grow_with_what_is_held(office) {
        let held = one_of_each(&office).await;
        grown(&office, [1, 0, 0]);
        let few = every_page(&office, &held).await;

        office.db().batch_execute("DELETE FROM requests WHERE reference LIKE 'SAR-2025-%'").unwrap();
        grown(&office, [1_000, 4_999, 199]);
        let many = every_page(&office, &held).await;

        eprintln!("1,000 requests, 5,000 items, a circle of 200:");
        for ((path, few, _), (_, many, took)) in few.iter().zip(&many) {
            eprintln!("{path:<48}{many:>4} statements {:>6} ms", took.as_millis());
            assert_eq!(few, many, "{path} asks more of the database when more is held");
            assert!(*many > 1, "{path}: the counter counts");
            if !cfg!(debug_assertions) {
                assert!(*took < QUICK, "{path} took {took:?}");
            }
        }
    }

    async fn a_long_list_comes_in_pages(office) {
        let held = one_of_each(&office).await;
        grown(&office, [60, 249, 0]);
        let Held { at, hana, .. } = &held;

        let first = hana.get(&format!("{at}/review")).await.page();
        assert!(first.contains("0 of 250") && first.contains("1 to 100 of 250"), "{first}");
        assert!(first.contains(">D100<") && !first.contains(">D101<"), "{first}");
        let last = hana.get(&format!("{at}/review?page=3")).await.page();
        assert!(last.contains(">D250<") && !last.contains(">D200<") && !last.contains("rel=\"next\""), "{last}");
        let beyond = hana.get(&format!("{at}/review?page=99")).await.page();
        assert!(beyond.contains(">D250<"), "a page beyond the last is the last: {beyond}");
        let record = hana.get(&format!("{at}/record?page=2")).await.page();
        assert!(record.contains(">D101<") && record.contains(">D200<") && !record.contains(">D201<"), "{record}");
        let board = hana.get("/requests").await.page();
        assert!(board.contains("rel=\"next\""), "{board}");

        let item = hana.get(&format!("{at}/review/150")).await.page();
        assert!(item.contains("/review/101\"") && item.contains("/review/200\""), "{item}");
        assert!(!item.contains("/review/100\"") && !item.contains("/review/201\""), "{item}");
        assert!(item.contains("/review?page=2") && item.contains("All 250 items"), "{item}");
    }
}
