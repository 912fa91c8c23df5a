//! Managers and auditors see whether timescales are kept.

use candour::access::Role;
use candour::db;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::rectification::CONTESTED;
use crate::requests::gathers;

const WHY: &str = "Two volumes stood in the flooded basement";

/// Refused by two people: answered, with no pack to make.
async fn refused(hana: &Person, mona: &Person, reference: &str) {
    let at = format!("/requests/{reference}");
    let proposal = [
        ("kind", "refuse"),
        ("ground", "excessive"),
        ("criteria", "repeats"),
        ("evidence", "Answered three weeks ago"),
        ("words", "You had everything we hold"),
    ];
    hana.post(&format!("{at}/refusals"), &proposal).await.is_done();
    let page = mona.get(&format!("{at}/endings")).await.page();
    let id = page.split("/refusals/").nth(1).unwrap().get(..36).unwrap();
    let agrees = [("agrees", "true"), ("why", "Both answers were complete")];
    mona.post(&format!("{at}/refusals/{id}/decision"), &agrees).await.is_done();
}

async fn gathers_with(office: &Office, hana: &Person, mona: &Person) -> String {
    let reference = gathers(office, hana).await;
    let staff = mona.actor().id.to_string();
    let at = format!("/requests/{reference}/assignments");
    hana.post(&at, &[("staff", &staff)]).await.is_done();
    reference
}

/// The cells of a row: the month, the kind, and the numbers.
fn row(page: &str, month: &str, kind: &str) -> Vec<String> {
    let plain = |cell: &str| -> String {
        let text: String = cell
            .split('<')
            .enumerate()
            .map(
                |(at, part)| {
                    if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) }
                },
            )
            .collect();
        text.trim().to_owned()
    };
    page.split("<tr")
        .map(|row| {
            let row = row.split("</tr>").next().unwrap();
            row.split("<t")
                .skip(1)
                .map(|cell| plain(cell.split_once('>').map_or("", |(_, c)| c)))
                .collect::<Vec<_>>()
        })
        .find(|cells| cells.len() > 2 && cells[0] == month && cells[1] == kind)
        .unwrap_or_else(|| panic!("no {kind} of {month} on {page}"))
}

async fn statements(office: &Office, person: &Person) -> u64 {
    person.get("/timescales").await.page();
    let before = db::statements_sent(&mut office.db());
    person.get("/timescales").await.page();
    db::statements_sent(&mut office.db()) - before
}

on_both! {
    async fn what_fell_due_is_counted_by_month_and_kind_with_the_reason_of_what_is_late(office) {
        let (hana, mona) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Mona Weir", Role::Manager).await);
        let (ada, max) = (office.hires("Ada Noor", Role::Auditor).await, office.hires("Max Tan", Role::Manager).await);
        assert!(mona.get("/timescales").await.page().contains("No answer falls due in 2026"));
        let on_time = gathers_with(&office, &hana, &mona).await;
        let late = gathers_with(&office, &hana, &mona).await;
        let longer = gathers_with(&office, &hana, &mona).await;
        let gone = gathers_with(&office, &hana, &mona).await;
        hana.post(&format!("/requests/{longer}/extension"), &[("reason", "Eleven volumes on paper")]).await.is_done();
        let correction: Vec<(&str, &str)> =
            CONTESTED.iter().filter(|(name, _)| !["received_how", "nation"].contains(name)).copied().collect();
        assert_eq!(office.visitor().post("/correct", &correction).await.status, 303);

        refused(&hana, &mona, &on_time).await;
        hana.post(&format!("/requests/{gone}/steps"), &[("event", "withdrawn"), ("reason", "They wrote so")]).await.is_done();
        let page = mona.get("/timescales").await.page();
        assert_eq!(row(&page, "December 2026", "Access"), ["December 2026", "Access", "3", "1 (100%)", "0", "0", "1", "1", "0", "0"]);
        assert_eq!(row(&page, "December 2026", "Correction")[2..7], ["1", "0", "0", "0", "1"]);
        assert!(page.contains("is late") && page.contains("href=\"/timescales?year=2027\""), "{page}");

        // 21 December passes; the answer comes on the 31st.
        office.later(Duration::days(40));
        let (hana, mona, max) = (office.returns(&hana).await, office.returns(&mona).await, office.returns(&max).await);
        let ada = office.returns(&ada).await;
        let page = mona.get("/timescales").await.page();
        assert_eq!(row(&page, "December 2026", "Access")[3..6], ["1 (50%)", "0", "1"]);
        assert!(page.contains("No reason is given yet") && page.contains(&late), "{page}");
        hana.post(&format!("/requests/{late}/lateness"), &[("late_reason", WHY)]).await.is_done();
        refused(&hana, &mona, &late).await;

        let page = mona.get("/timescales?year=2026").await.page();
        assert_eq!(row(&page, "December 2026", "Access"), ["December 2026", "Access", "3", "1 (50%)", "1", "0", "0", "1", "0", "0"]);
        assert_eq!(row(&page, "December 2026", "Correction")[5], "1");
        assert!(page.contains(WHY) && page.contains("Answered late"), "{page}");
        let next = mona.get("/timescales?year=2027").await.page();
        assert_eq!(row(&next, "February 2027", "Access"), ["February 2027", "Access", "1", "0", "0", "0", "1", "0", "1", "none answered"]);
        assert!(next.contains("href=\"/timescales?year=2026\"") && !next.contains(WHY), "{next}");

        let others = max.get("/timescales?year=2026").await.page();
        assert_eq!(row(&others, "December 2026", "Access"), row(&page, "December 2026", "Access"), "numbers are no case");
        assert!(!others.contains(WHY) && !others.contains(&late), "{others}");
        assert!(others.contains("late in requests that are not yours to read"), "{others}");
        assert!(ada.get("/timescales?year=2026").await.page().contains(WHY), "an auditor reads every request");

        let sheet = ada.get("/timescales.csv?year=2026").await;
        assert!(sheet.headers["content-disposition"].to_str().unwrap().contains("timescales-2026.csv"));
        assert!(sheet.body.contains("2026-12,access,3,1,1,0,0,1,0,50,0\r\n"), "{}", sheet.body);
        assert!(!sheet.body.contains("SAR-") && !sheet.body.contains("basement"), "{}", sheet.body);
    }

    async fn timescales_are_for_managers_and_auditors_who_come_from_the_board(office) {
        let rhys = office.hires("Rhys Dale", Role::Reviewer).await;
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let adil = office.hires("Adil Shah", Role::Administrator).await;
        for person in [&rhys, &hana, &adil] {
            for page in ["/timescales", "/timescales.csv"] {
                person.get(page).await.is_refused(403, "ou may not see how timescales are kept");
            }
        }
        assert!(!hana.get("/requests").await.page().contains("/timescales"));
        for role in [Role::Manager, Role::Auditor] {
            let person = office.hires(role.words(), role).await;
            assert!(person.get("/requests").await.page().contains("href=\"/timescales\""));
            for odd in ["/timescales?year=1", "/timescales?year=-99999"] {
                assert!(person.get(odd).await.page().contains("Timescales in 2026"));
            }
        }
    }

    async fn what_the_page_asks_of_the_database_does_not_grow_with_the_requests(office) {
        let (hana, mona) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Mona Weir", Role::Manager).await);
        let first = gathers_with(&office, &hana, &mona).await;
        refused(&hana, &mona, &first).await;
        let few = statements(&office, &mona).await;
        for _ in 0..7 {
            let reference = gathers_with(&office, &hana, &mona).await;
            refused(&hana, &mona, &reference).await;
        }

        let many = statements(&office, &mona).await;

        assert!(few > 1 && few == many, "{few}, then {many}");
    }
}
