//! A pack in parts, and a pack that is read together: what somebody asked for is what they get.

use crate::office::{Office, Person, on_both};
use crate::the_pack::{self, BY_PHONE, Case};

/// A sealed pack of two parts: the pages before the documents with D1, and D2.
async fn two_parts(office: &Office) -> Case {
    let case = the_pack::in_review(office).await;
    the_pack::reviewed(&case).await;
    let staged = [("language", "en"), ("format", "standard"), ("staged", "true")];
    case.hana.post(&case.at("preferences"), &staged).await.is_done();
    the_pack::built(office, &case).await;
    the_pack::sealed(office, &case).await;
    let phone = [("phone", "01632 960001"), ("checked", "true")];
    case.hana.post(&case.at("identity/phone"), &phone).await.is_done();
    case
}

fn part(number: &str) -> Vec<(&'static str, &str)> {
    let mut form: Vec<(&'static str, &str)> = BY_PHONE.to_vec();
    form.push(("what", number));
    form
}

/// The newest mail of this purpose.
fn newest(office: &Office, purpose: &str) -> String {
    let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
    messages.into_iter().find(|m| m.purpose == purpose).unwrap().body
}

/// Opens what was released last with its own link and code.
async fn opens(office: &Office) -> Person {
    office.works().await;
    let link = office.link_to("rowan@example.org", "/packs/");
    let code = newest(office, "pack_code");
    let code = code.split("Your code is: ").nth(1).unwrap().lines().next().unwrap();
    let rowan = office.visitor();
    rowan.post(&link, &[("code", code)]).await.is_done();
    rowan
}

/// The pages of the parts, as the release page and the register name them.
fn last_page_of_the_first_part(page: &str) -> i64 {
    let after = page.split("pages 1 to ").nth(1).unwrap();
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

on_both! {
    async fn a_pack_goes_part_by_part_and_is_answered_with_the_last(office) {
        let case = two_parts(&office).await;
        let page = case.hana.get(&case.at("release")).await.page();
        assert!(page.contains("The person asked for the pack in parts") && page.contains("value=\"1\" checked"), "{page}");
        case.hana.post(&case.at("release"), &BY_PHONE).await.is_refused(422, "hoose whether the whole pack goes");
        case.hana.post(&case.at("release"), &part("2")).await.is_refused(409, "another one is next");

        case.hana.post(&case.at("release"), &part("1")).await.is_done();

        case.hana.post(&case.at("release"), &part("1")).await.is_refused(409, "went already");
        case.hana.post(&case.at("release"), &part("whole")).await.is_refused(422, "arts of this pack went already");
        case.hana.post(&case.at("closure"), &[]).await.is_refused(409, "cannot be closed now");
        let mail = newest(&office, "pack_part");
        assert!(mail.contains("This is part 1 of 2") && mail.contains("Parts still to come: 1") && mail.contains("when part 2 is ready"), "{mail}");
        let page = case.hana.get(&case.at("disclosures")).await.page();
        assert!(page.contains("still to come") && page.contains("Release the next part"), "{page}");
        let last = last_page_of_the_first_part(&page);
        assert!(page.contains(&format!("part 1 of 2: pages 1 to {last}; D1 p1-1")) && !page.contains("D2 p1-1"), "{page}");

        let rowan = opens(&office).await;
        let first = rowan.get("/pack").await.page();
        assert!(first.contains("part 1 of 2") && first.contains("still to come"), "{first}");
        let before = rowan.get(&format!("/pack/read/{last}")).await.page();
        assert!(before.contains("Document D1</a>") && !before.contains("Document D2</a>") && !before.contains("Next page"), "{before}");
        assert_eq!(rowan.get(&format!("/pack/read/{}", last + 1)).await.status, 404, "the next part is closed");
        assert_eq!(rowan.get(&format!("/pack/pages/{}.png", last + 1)).await.status, 404);
        assert_eq!(rowan.post("/pack/files/2", &[]).await.status, 404);
        assert_eq!(rowan.post("/pack/files/1", &[]).await.status, 200);

        case.hana.post(&case.at("release"), &part("2")).await.is_done();

        let mail = newest(&office, "pack_part");
        assert!(mail.contains("This is part 2 of 2") && mail.contains("Parts still to come: 0") && !mail.contains("We write to you"), "{mail}");
        let rowan = opens(&office).await;
        let second = rowan.get("/pack").await.page();
        assert!(second.contains("part 2 of 2") && !second.contains("still to come"), "{second}");
        assert!(second.contains(&format!("/pack/read/{}\"", last + 1)), "it begins with its own first page: {second}");
        assert_eq!(rowan.get("/pack/read/1").await.status, 404);
        assert_eq!(rowan.post("/pack/files/1", &[]).await.status, 404);
        assert_eq!(rowan.post("/pack/files/2", &[]).await.status, 200);
        let register = case.hana.get("/disclosures.csv").await.page();
        let rows: Vec<&str> = register.lines().filter(|row| row.starts_with(&case.reference)).collect();
        assert_eq!(rows.len(), 2, "{register}");
        assert!(rows[0].contains("D2 p1-1") && !rows[0].contains("D1 p1-1") && rows[1].contains("D1 p1-1"), "{register}");
        case.hana.post(&case.at("closure"), &[]).await.is_done();
    }

    async fn the_requester_follows_which_parts_went(office) {
        let case = two_parts(&office).await;
        office.works().await;
        let link = office.link_to("rowan@example.org", "/follow/");
        let code = newest(&office, "portal_code");
        let code = code.split("Your code is: ").nth(1).unwrap().lines().next().unwrap();
        let rowan = office.visitor();
        rowan.post(&link, &[("code", code)]).await.is_done();
        assert!(!rowan.get("/my-request").await.page().contains("Your records in parts"));

        case.hana.post(&case.at("release"), &part("1")).await.is_done();

        let page = rowan.get("/my-request").await.page();
        assert!(page.contains("You have part of your records.") && page.contains("Your records in parts"), "{page}");
        assert!(page.contains("Part 1 of 2") && page.contains("sent on 21 November 2026") && page.contains("still to come"), "{page}");
        assert!(!page.contains("/packs/"), "the link is in the mail alone: {page}");
    }

    async fn what_is_still_to_come_can_be_reviewed_again(office) {
        let case = two_parts(&office).await;
        case.hana.post(&case.at("release"), &part("1")).await.is_done();
        case.hana.post(&case.at("steps"), &[("event", "review_resumed")]).await.is_refused(422, "ay why");

        let again = [("event", "review_resumed"), ("reason", "A neighbour is named in part 2")];
        case.hana.post(&case.at("steps"), &again).await.is_done();

        case.hana.post(&case.at("release"), &part("2")).await.is_refused(409, "cannot be released now");
        let rowan = opens(&office).await;
        assert_eq!(rowan.post("/pack/files/1", &[]).await.status, 200, "what went stays theirs");
        the_pack::built(&office, &case).await;
        the_pack::sealed(&office, &case).await;
        let page = case.hana.get(&case.at("release")).await.page();
        assert!(page.contains("Part 1 of 2"), "the new pack has gone to nobody: {page}");
    }

    async fn a_part_that_reached_the_wrong_person_is_next_again(office) {
        let case = two_parts(&office).await;
        case.hana.post(&case.at("release"), &part("1")).await.is_done();
        let somebody = opens(&office).await;

        somebody.post("/pack/wrong-person", &[]).await.page();

        case.hana.post(&case.at("release"), &part("2")).await.is_refused(409, "another one is next");
        case.hana.post(&case.at("release"), &part("1")).await.is_done();
    }

    async fn a_notice_about_a_correction_goes_only_to_whom_the_part_went(office) {
        let case = two_parts(&office).await;
        case.hana.post(&case.at("release"), &part("1")).await.is_done();
        let items = candour::records::items_of(&mut office.db(), request_of(&office, &case)).unwrap();
        let given = |number: i64| {
            let sha = items.iter().find(|item| item.number == number).unwrap().original_sha256.clone();
            candour::rectification::recipients_of(&mut office.db(), &[&sha]).unwrap().len()
        };

        assert_eq!((given(1), given(2)), (1, 0));
        case.hana.post(&case.at("release"), &part("2")).await.is_done();
        assert_eq!((given(1), given(2)), (1, 1));
    }

    async fn a_pack_is_read_together_where_somebody_asked_for_that(office) {
        let case = the_pack::in_review(&office).await;
        the_pack::reviewed(&case).await;
        let beside = [("language", "en"), ("format", "standard"), ("reader", "true")];
        case.hana.post(&case.at("preferences"), &beside).await.is_done();
        the_pack::built(&office, &case).await;
        the_pack::sealed(&office, &case).await;
        assert!(case.hana.get(&case.at("release")).await.page().contains("value=\"reading\" checked"));
        let reading = |companion: &'static str, year: &'static str| {
            [("how", "reading"), ("companion", companion), ("on_day", "1"), ("on_month", "12"), ("on_year", year),
             ("time", "14.30"), ("place", "Hill House, the quiet room")]
        };
        case.hana.post(&case.at("release"), &reading("", "2026")).await.is_refused(422, "ay who sits with the person");
        case.hana.post(&case.at("release"), &reading("Dana Reid", "2025")).await.is_refused(422, "as passed");
        case.mona.post(&case.at("release"), &reading("Dana Reid", "2026")).await.is_refused(403, "ou may not");

        case.hana.post(&case.at("release"), &reading("Dana Reid", "2026")).await.is_done();

        let register = case.hana.get("/disclosures.csv").await.page();
        assert!(register.contains("with Dana Reid on 1 December 2026 at 14:30, Hill House"), "{register}");
        let letters = candour::letters::of_request(&mut office.db(), request_of(&office, &case)).unwrap();
        let told = letters.iter().find(|l| l.kind == candour::letters::LetterKind::ReadingArranged).unwrap();
        assert!(told.body.contains("Dana Reid will sit with you on 1 December 2026 at 14:30"), "{}", told.body);
        let mails = candour::mail::latest(&mut office.db(), 100).unwrap();
        assert!(mails.iter().all(|m| !m.body.contains("Dana Reid")), "no mail names who sits with them");

        let entry = entry_of(&case).await;
        let moved = |reason: &'static str| {
            [("companion", "Ben Okri"), ("on_day", "4"), ("on_month", "12"), ("on_year", "2026"), ("time", "9:00"),
             ("place", "The library"), ("reason", reason)]
        };
        let at = format!("{entry}/reading");
        case.hana.post(&at, &moved("")).await.is_refused(422, "ay why the reading is moved");
        case.mona.post(&at, &moved("Rowan is at work")).await.is_refused(403, "ou may not");
        case.hana.post(&at, &moved("Rowan is at work")).await.is_done();
        let page = case.hana.get(&case.at("disclosures")).await.page();
        assert!(page.contains("with Ben Okri on 4 December 2026 at 09:00") && page.contains("Before it was moved"), "{page}");
        case.hana.post(&format!("{entry}/delivery"), &[("proof", "Read together; took the pack home")]).await.is_done();
        case.hana.post(&at, &moved("Too late")).await.is_refused(409, "nly what is read together");
        case.hana.post(&case.at("closure"), &[]).await.is_done();
    }
}

fn request_of(office: &Office, case: &Case) -> candour::db::Id {
    let at = case.reference.parse().unwrap();
    candour::requests::seen_by(&mut office.db(), case.hana.actor(), &at).unwrap().unwrap().id
}

/// The address of the only entry of the register.
async fn entry_of(case: &Case) -> String {
    let page = case.hana.get(&case.at("disclosures")).await.page();
    let begins = case.at("disclosures/");
    let at = page.find(&begins).unwrap();
    page[at..at + begins.len() + 36].to_owned()
}
