//! Nothing overdue unseen: the digest in the morning, the days of warning, and holidays that move dates.

use std::process::Command;

use candour::access::Role;
use candour::mail::MessageRow;
use chrono::Duration;

use crate::office::{Office, on_both};
use crate::requests::{asks, gathers};

fn digests(office: &Office, to: &str) -> Vec<MessageRow> {
    let all = candour::mail::latest(&mut office.db(), 1_000).unwrap();
    all.into_iter().filter(|mail| mail.purpose == "digest" && mail.to_address == to).collect()
}

const HANA: &str = "hana@northmoor.example";
const MONA: &str = "mona@northmoor.example";
/// The day on which a request of the office's first day falls due becomes a holiday.
const CORONATION: &str = r#"{"coverage": {"from": "2026-12-21", "to": "2026-12-21"},
    "calendars": {"england_wales": [{"date": "2026-12-21", "name": "A coronation"}]}}"#;

on_both! {
    async fn whoever_leads_requests_is_told_each_working_morning_what_is_due(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        office.hires("Mona", Role::Manager).await;
        office.hires("Ada", Role::Auditor).await;
        let reference = gathers(&office, &hana).await;
        let search = [("place", "School"), ("custodian_name", "Jo Field"), ("custodian_email", "jo@example.org"), ("asked_for", "Reports")];
        hana.post(&format!("/requests/{reference}/searches"), &search).await.is_done();
        let nobodys = asks(&office).await;
        office.works().await;
        assert!(digests(&office, HANA).is_empty(), "it is Saturday");

        office.later(Duration::days(23));
        office.works().await;
        office.later(Duration::hours(2));
        office.works().await;

        let told = digests(&office, HANA);
        assert_eq!(told.len(), 1, "once a day");
        assert!(told[0].subject.contains("0 late, 1 due within 7 days, 1 waiting"), "{}", told[0].subject);
        assert!(told[0].body.contains(&format!("{reference}: 7 days left (warning at 7 days)")), "{}", told[0].body);
        assert!(told[0].body.contains("searches without an answer: 1, 1 of them past their day"), "{}", told[0].body);
        assert!(told[0].body.contains("Nobody leads yet: 1 request") && !told[0].body.contains(&nobodys), "{}", told[0].body);
        assert!(!told[0].body.contains("Rowan"), "no case words in a mail");
        assert!(digests(&office, MONA)[0].body.contains("Nobody leads yet: 1 request"));
        assert!(digests(&office, "ada@northmoor.example").is_empty());

        office.later(Duration::days(8));
        office.works().await;
        let late = digests(&office, HANA);
        assert_eq!(late.len(), 2);
        assert!(late[0].body.contains(&format!("{reference}: 1 day late; say why it is late")), "{}", late[0].body);
        let hana = office.returns(&hana).await;
        assert!(hana.get("/requests").await.page().contains("1 day late"));
    }

    async fn a_holiday_that_is_proclaimed_moves_the_dates_it_touches(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let ade = office.hires("Ade", Role::Administrator).await;
        let reference = gathers(&office, &hana).await;
        let at = format!("/requests/{reference}");
        assert!(hana.get(&at).await.page().contains("Due 21 December 2026"));

        hana.post("/clock/holidays", &[("list", CORONATION)]).await.is_refused(403, "ou may not set the days");
        for (list, words) in [
            ("a list", "not a list of bank holidays"),
            (&CORONATION.replace("england_wales", "narnia"), "not a calendar that is known"),
            (&CORONATION.replace("2026-12-21", "2031-12-22"), "the days between are missing"),
            (r#"{"england-and-wales": {"events": [{"title": "x", "date": "2029-01-01"}]}}"#, "cut short"),
        ] {
            ade.post("/clock/holidays", &[("list", list)]).await.is_refused(422, words);
        }
        assert!(hana.get(&at).await.page().contains("Due 21 December 2026"), "what was refused moved nothing");

        ade.post("/clock/holidays", &[("list", CORONATION)]).await.is_done();

        let page = hana.get(&at).await.page();
        assert!(page.contains("Due 22 December 2026") && page.contains("A coronation"), "{page}");
        assert!(page.contains("newer bank holidays moved its date"), "{page}");
        let days = ade.get("/clock").await.page();
        assert!(days.contains("21 December 2026 to 21 December 2026"), "{days}");
        assert!(hana.get("/requests").await.page().contains("22 December 2026"));
    }

    async fn the_office_chooses_when_it_is_warned(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let mona = office.hires("Mona", Role::Manager).await;
        gathers(&office, &hana).await;
        assert!(hana.get("/requests").await.page().contains("<strong>0</strong> due within 7 days"));

        hana.post("/clock/warnings", &[("days", "30")]).await.is_refused(403, "");
        mona.post("/clock/warnings", &[("days", "soon")]).await.is_refused(422, "Enter up to ten numbers");
        mona.post("/clock/warnings", &[("days", "2, 30")]).await.is_done();

        assert!(mona.get("/clock").await.page().contains("30, 2"));
        assert!(hana.get("/requests").await.page().contains("<strong>1</strong> due within 30 days"));
    }

    async fn whoever_sends_records_is_told_that_the_person_may_see_them(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let reference = gathers(&office, &hana).await;
        let police = [("place", "Police"), ("custodian_name", "Sgt Lowe"), ("custodian_email", "lowe@police.example"), ("asked_for", "Reports")];

        hana.post(&format!("/requests/{reference}/searches"), &police).await.is_done();

        let mails = candour::mail::latest(&mut office.db(), 10).unwrap();
        let mail = mails.iter().find(|mail| mail.to_address == "lowe@police.example").unwrap();
        assert!(mail.body.contains("The person may get to see what you send"), "{}", mail.body);
    }
}

#[test]
fn holidays_are_imported_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let import = |json: &str| {
        let file = folder.path().join("holidays.json");
        std::fs::write(&file, json).unwrap();
        Command::new(env!("CARGO_BIN_EXE_candour"))
            .args(["law", "holidays"])
            .arg(&file)
            .env_clear()
            .env("CANDOUR_DATA_DIR", folder.path())
            .output()
            .unwrap()
    };

    let refused = import("a list");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not a list of bank holidays"));

    let taken = import(CORONATION);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    assert_eq!(
        String::from_utf8_lossy(&taken.stdout).trim(),
        "The holidays are imported. Dates that moved: 0."
    );
}
