//! The plan of a search: where records may lie, where nobody looks and why, and what paper there is.

use candour::access::Role;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

const SEARCH: [(&str, &str); 4] = [
    ("place", "Paper files"),
    ("custodian_name", "Jo Field"),
    ("custodian_email", "jo@example.org"),
    ("asked_for", "All files"),
];

fn volume<'a>(
    place: &'a str,
    label: &'a str,
    years: [&'a str; 2],
    held: &'a str,
    note: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("place", place),
        ("label", label),
        ("from_day", "1"),
        ("from_month", "1"),
        ("from_year", years[0]),
        ("to_day", "31"),
        ("to_month", "12"),
        ("to_year", years[1]),
        ("held", held),
        ("note", note),
    ]
}

/// The identifier of the only planned place, from the list to choose from.
async fn the_place(hana: &Person, plan: &str) -> String {
    let page = hana.get(plan).await.page();
    let at = page.find("name=\"place\"").expect("there is a place to choose");
    let at = at + page[at..].find("option value=\"").unwrap() + "option value=\"".len();
    page[at..].chars().take_while(|c| *c != '"').collect()
}

/// Sends the search at the paper files, and it comes back with nothing held.
async fn nothing_held(office: &Office, hana: &Person, at: &str) {
    hana.post(&format!("{at}/searches"), &SEARCH).await.is_done();
    office.works().await;
    let link = office.link_to("jo@example.org", "/answers/");
    let held = [("outcome", "nothing_held"), ("words", "Looked")];
    assert_eq!(office.visitor().post(&format!("{link}/words"), &held).await.status, 303);
}

on_both! {
    async fn a_planned_place_is_searched_or_left_out_with_a_reason(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let plan = format!("{at}/plan");
        nothing_held(&office, &hana, &at).await;
        assert!(hana.get(&plan).await.page().contains("Text messages and call notes"));
        let usual = [("usual", "Paper files"), ("usual", "Shared mailboxes")];
        hana.post(&plan, &usual).await.is_done();
        let complete = [("event", "records_complete")];
        let steps = format!("{at}/steps");

        hana.post(&steps, &complete).await.is_refused(409, "1 planned place was not asked");
        let silent = [("name", "shared mailboxes"), ("searched", "no"), ("reason", " ")];
        hana.post(&plan, &silent).await.is_refused(422, "Say why it is reasonable not to search");
        let said = [("name", "shared mailboxes"), ("searched", "no"), ("reason", "None existed before 2010")];
        hana.post(&plan, &said).await.is_done();

        let page = hana.get(&plan).await.page();
        assert!(page.contains("None existed before 2010") && page.contains("Nothing held"), "{page}");
        hana.post(&steps, &complete).await.is_done();
        hana.post(&plan, &said).await.is_refused(409, "until the record is complete");
    }

    async fn a_search_does_not_close_while_the_volumes_leave_a_gap(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let plan = format!("{at}/plan");
        nothing_held(&office, &hana, &at).await;
        hana.post(&plan, &[("usual", "Paper files")]).await.is_done();
        let place = the_place(&hana, &plan).await;
        let volumes = format!("{at}/volumes");
        hana.post(&volumes, &volume(&place, "Volume 1", ["1998", "1999"], "held", "")).await.is_done();
        hana.post(&volumes, &volume(&place, "Volume 3", ["2002", "2004"], "held", "")).await.is_done();

        let page = hana.get(&plan).await.page();
        assert!(page.contains("No volume covers 1 January 2000 to 31 December 2001"), "{page}");
        let steps = format!("{at}/steps");
        let complete = [("event", "records_complete")];
        hana.post(&steps, &complete).await.is_refused(409, "Paper volumes leave 1 gap");
        let silent = volume(&place, "Volume 2", ["2000", "2001"], "missing", "");
        hana.post(&volumes, &silent).await.is_refused(422, "Say what was done to find it");
        let told = volume(&place, "Volume 2", ["2000", "2001"], "missing", "Asked the archive twice");
        hana.post(&volumes, &told).await.is_done();
        hana.post(&steps, &complete).await.is_done();
    }

    async fn a_volume_ends_after_it_begins_and_not_in_the_future(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let plan = format!("{at}/plan");
        hana.post(&plan, &[("name", "Paper files"), ("searched", "yes")]).await.is_done();
        let place = the_place(&hana, &plan).await;
        let volumes = format!("{at}/volumes");

        let backwards = volume(&place, "Volume 1", ["2004", "1999"], "held", "");
        hana.post(&volumes, &backwards).await.is_refused(422, "The last entry cannot be before the first");
        let unborn = volume(&place, "Volume 1", ["2004", "2090"], "held", "");
        hana.post(&volumes, &unborn).await.is_refused(422, "cannot be in the future");
        hana.post(&volumes, &volume(&place, "Volume 1", ["1998", "1999"], "held", "")).await.is_done();
        let page = hana.get(&plan).await.page();
        let removal = page.split("/volumes/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        hana.post(&format!("{volumes}/{removal}"), &[]).await.is_done();
        hana.post(&format!("{volumes}/{removal}"), &[]).await.is_refused(404, "");
    }

    async fn the_plan_is_the_handlers(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let rita = office.hires("Rita Moss", Role::Reviewer).await;
        let otto = office.hires("Otto Lane", Role::Handler).await;
        let at = format!("/requests/{}", gathers(&office, &hana).await);
        let plan = format!("{at}/plan");
        let place = [("name", "Paper files"), ("searched", "yes")];

        otto.get(&plan).await.is_refused(404, "");
        otto.post(&plan, &place).await.is_refused(404, "");
        let staff = rita.actor().id.to_string();
        hana.post(&format!("{at}/assignments"), &[("staff", &staff)]).await.is_done();
        rita.post(&plan, &place).await.is_refused(403, "");
    }
}
