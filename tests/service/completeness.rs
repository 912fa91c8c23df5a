//! Whether a record is whole, and who says so.

use candour::access::Role;

use crate::office::on_both;
use crate::requests::gathers;

on_both! {
    async fn what_is_found_what_is_open_and_what_somebody_said(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let files = [
            ("files", "Genogram 2007.txt", b"Three generations.\n".as_slice()),
            ("files", "Case summary.txt", b"A pen picture.\n".as_slice()),
        ];
        hana.upload(&format!("{at}/record"), &[("source", "Paper files")], &files).await;
        office.works().await;
        let check = format!("{at}/completeness");

        let page = hana.get(&check).await.page();
        assert!(page.contains("20 parts are open") && page.contains("items/1\">D1"), "{page}");
        assert!(page.contains("We do not have their date of birth and our number for them"), "{page}");
        let silent = [("entry", "court_orders"), ("verdict", "missing"), ("words", " ")];
        hana.post(&check, &silent).await.is_refused(422, "what was done to find it");
        let unknown = [("entry", "diary"), ("verdict", "missing"), ("words", "x")];
        hana.post(&check, &unknown).await.is_refused(422, "Choose a part of the record");
        let said = [("entry", "court_orders"), ("verdict", "missing"), ("words", "Asked the court office")];
        hana.post(&check, &said).await.is_done();
        let again = [("entry", "court_orders"), ("verdict", "does_not_apply"), ("words", "Never in proceedings")];
        hana.post(&check, &again).await.is_done();

        let page = hana.get(&check).await.page();
        assert!(page.contains("19 parts are open") && page.contains("Never in proceedings"), "{page}");
        assert!(!page.contains("Asked the court office"), "what is said again stands anew");
    }

    async fn an_old_summary_and_unscanned_paper_are_pointed_out(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let file = [("files", "Case summary.txt", b"A pen picture.\n".as_slice())];
        hana.upload(&format!("{at}/record"), &[("source", "Paper files")], &file).await;
        office.works().await;
        let form = [
            ("title", "Case summary"), ("kind", "child_summary"), ("source", "Paper files"), ("author", ""),
            ("provider", ""), ("event_on", "1/3/2007"), ("recorded_on", "1/3/2007"), ("level", "confidential"),
            ("hand", "first_hand"),
        ];
        hana.post(&format!("{at}/items/1"), &form).await.is_done();
        hana.post(&format!("{at}/plan"), &[("usual", "Paper files")]).await.is_done();
        let plan = hana.get(&format!("{at}/plan")).await.page();
        let place = plan.split("name=\"place\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
        let place = place.split('"').next().unwrap().to_owned();
        for (label, year) in [("Volume 1", "2007"), ("Volume 2", "2008")] {
            let volume = [
                ("place", &*place), ("label", label), ("held", "held"),
                ("from_day", "1"), ("from_month", "1"), ("from_year", year),
                ("to_day", "31"), ("to_month", "12"), ("to_year", year),
            ];
            hana.post(&format!("{at}/volumes"), &volume).await.is_done();
        }

        let page = hana.get(&format!("{at}/completeness")).await.page();

        assert!(page.contains("The newest summary is of 1 March 2007"), "{page}");
        assert!(page.contains("Volume 2 of Paper files is held on paper"), "{page}");
        assert!(!page.contains("Volume 1 of Paper files is held on paper"), "{page}");
    }

    async fn the_check_is_for_those_who_work_on_the_request(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let otto = office.hires("Otto Lane", Role::Handler).await;
        let mona = office.hires("Mona Carr", Role::Manager).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let check = format!("{at}/completeness");
        let said = [("entry", "court_orders"), ("verdict", "missing"), ("words", "Asked")];

        otto.get(&check).await.is_refused(404, "");
        otto.post(&check, &said).await.is_refused(404, "");
        let staff = mona.actor().id.to_string();
        hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
        mona.get(&check).await.page();
        mona.post(&check, &said).await.is_refused(403, "");
    }
}
