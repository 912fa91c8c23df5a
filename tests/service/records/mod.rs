//! What was found comes in: every file is an item with pages, or has a plain reason.

mod items;
mod together;

use std::io::Write as _;

use candour::access::{Role, Who};
use candour::db::schema::{assignments, requests, subjects};
use candour::db::{self, Id};
use candour::records::{self, ItemRow, View};
use candour::{audit, documents};
use diesel::prelude::*;
use serde_json::Value;

use crate::documents::bombs;
use crate::office::{Answer, Office, Person, on_both};

/// A request that these people work on.
fn a_request(office: &Office, reference: &str, theirs: &[&Person]) -> Id {
    let (mut db, now) = (office.db(), office.now().naive_utc());
    let (subject, request) = (Id::new(), Id::new());
    diesel::insert_into(subjects::table)
        .values((
            subjects::id.eq(subject),
            subjects::name.eq("Rhys Llewellyn"),
            subjects::number.eq("4411"),
            subjects::other_names.eq(""),
            subjects::created_at.eq(now),
        ))
        .execute(&mut *db)
        .unwrap();
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(request),
            requests::reference.eq(reference),
            requests::kind.eq("access"),
            requests::state.eq("gathering"),
            requests::subject_id.eq(subject),
            requests::nation.eq("england"),
            requests::received_on.eq(now.date()),
            requests::received_how.eq("letter"),
            requests::requester_kind.eq("adult_self"),
            requests::requester_name.eq("Rhys Llewellyn"),
            requests::requester_email.eq("rhys@example.org"),
            requests::requester_phone.eq(""),
            requests::requester_address.eq(""),
            requests::asked_for.eq("Everything"),
            requests::scope.eq("Everything"),
            requests::receive_by.eq("portal"),
            requests::needs.eq(""),
            requests::owner_id.eq(theirs.first().map(|p| p.actor().id)),
            requests::created_at.eq(now),
        ))
        .execute(&mut *db)
        .unwrap();
    for person in theirs {
        diesel::insert_into(assignments::table)
            .values((
                assignments::id.eq(Id::new()),
                assignments::request_id.eq(request),
                assignments::staff_id.eq(person.actor().id),
                assignments::made_at.eq(now),
            ))
            .execute(&mut *db)
            .unwrap();
    }
    request
}

const SAR: &str = "/requests/SAR-2026-00001";

fn record() -> String {
    format!("{SAR}/record")
}

/// A one-page PDF that says `words`.
fn pdf(words: &str) -> Vec<u8> {
    bombs::pages(&[&bombs::words(words)])
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const MAIL: &str = "From: Ann Price <ann@school.example>\r\nTo: b@council.example\r\n\
    Date: Mon, 4 Mar 2019 09:15:00 +0000\r\nSubject: Rhys at school\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\n\
    Content-Type: text/plain\r\n\r\nHe was late again.\r\n--edge\r\n\
    Content-Type: text/plain; name=\"register.txt\"\r\n\
    Content-Disposition: attachment; filename=\"register.txt\"\r\n\r\nLate on Monday\r\n--edge--\r\n";

async fn sends(person: &Person, files: &[(&str, &[u8])]) -> Answer {
    let files: Vec<_> = files.iter().map(|(name, bytes)| ("files", *name, *bytes)).collect();
    person.upload(&record(), &[("source", "School")], &files).await
}

fn items_of(office: &Office, request: Id) -> Vec<ItemRow> {
    records::items_of(&mut office.db(), request).unwrap()
}

/// Number, title, pages, and whether it can be looked at.
fn outline(items: &[ItemRow]) -> Vec<(i64, &str, i64, bool)> {
    items.iter().map(|i| (i.number, i.title.as_str(), i.pages, i.view == View::Shown)).collect()
}

async fn uploads(person: &Person) -> Vec<(String, String)> {
    let answer = person.get(&format!("{}/progress", record())).await.page();
    let told: Value = serde_json::from_str(&answer).unwrap();
    let text = |f: &Value, name: &str| f[name].as_str().unwrap().to_owned();
    told["files"].as_array().unwrap().iter().map(|f| (text(f, "state"), text(f, "words"))).collect()
}

fn acts(office: &Office, request: Id) -> Vec<String> {
    let story = audit::story(&mut office.db(), request).unwrap();
    story.iter().map(|line| line.act.clone()).collect()
}

on_both! {
    async fn files_of_each_kind_become_items_with_pages_and_words(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);

        let sent = sends(&hana, &[
            ("2019-03-02 Home visit.pdf", &pdf("Rhys was at home")),
            ("note.txt", b"Rhys rang."),
            ("photo.png", &png()),
        ]).await;
        sent.is_done();
        office.works().await;

        let items = items_of(&office, request);
        assert_eq!(outline(&items), [
            (1, "2019-03-02 Home visit", 1, true), (2, "note", 1, true), (3, "photo", 1, true),
        ]);
        assert_eq!(items[0].event_on.unwrap().to_string(), "2019-03-02");
        assert_eq!(items[0].kind, records::Category::Visit);
        assert_eq!(items[0].source, "School");
        let words = records::words_of(&office.services, items[0].words_sha256.as_ref().unwrap()).await.unwrap();
        let said: Vec<_> = words[0].iter().map(|w| w.text.as_str()).collect();
        assert_eq!(said, ["Rhys", "was", "at", "home"]);
        let page = records::page(&mut office.db(), items[0].id, 1).unwrap().unwrap();
        assert!(page.width > 100.0 && page.height > 100.0);
        let list = hana.get(&record()).await.page();
        assert!(list.contains("2019-03-02 Home visit") && list.contains("3 items, 3 pages"), "{list}");
        assert!(acts(&office, request).iter().filter(|act| *act == "item_imported").count() == 3);
    }

    async fn what_is_attached_to_an_email_is_an_item_under_it(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);

        sends(&hana, &[("mail.eml", MAIL.as_bytes()), ("all.zip", &zip(&[("in/again.eml", MAIL.as_bytes()), ("b.txt", b"b")]))]).await.is_done();
        office.works().await;

        let items = items_of(&office, request);
        assert_eq!(outline(&items), [
            (1, "Rhys at school", 1, true), (2, "register", 1, true),
            (3, "Rhys at school", 1, true), (4, "register", 1, true), (5, "b", 1, true),
        ]);
        assert_eq!(items[1].parent_id, Some(items[0].id));
        assert_eq!(items[3].parent_id, Some(items[2].id));
        assert_eq!(items[0].author, "Ann Price <ann@school.example>");
        assert_eq!(items[0].event_on.unwrap().to_string(), "2019-03-04");
        assert_eq!((items[2].duplicate_of, items[3].duplicate_of), (Some(items[0].id), Some(items[1].id)));
        let list = hana.get(&record()).await.page();
        assert!(list.contains("Attached to D1") && list.contains("Copy of D2"), "{list}");
    }

    async fn a_copy_of_a_file_is_known_as_one(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        let same = pdf("The same");

        sends(&hana, &[("a.pdf", &same), ("b.pdf", &same)]).await.is_done();
        office.works().await;
        sends(&hana, &[("c.pdf", &same)]).await.is_done();
        office.works().await;

        let items = items_of(&office, request);
        let first = Some(items[0].id);
        assert_eq!(items.iter().map(|i| i.duplicate_of).collect::<Vec<_>>(), [None, first, first]);
        assert!(items.iter().all(|i| i.pages == 1 && i.working_sha256 == items[0].working_sha256));
        assert_eq!(records::pages_of(&mut office.db(), items[2].id).unwrap().len(), 1);
    }

    async fn the_same_file_about_two_people_is_an_item_of_each_record(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let both = ["SAR-2026-00001", "SAR-2026-00002"];
        let requests = both.map(|reference| a_request(&office, reference, &[&hana]));
        for reference in both {
            let file = [("files", "Conference.pdf", pdf("About both"))];
            let file = file.each_ref().map(|(field, name, bytes)| (*field, *name, bytes.as_slice()));
            hana.upload(&format!("/requests/{reference}/record"), &[("source", "School")], &file).await.is_done();
        }
        office.works().await;

        for request in requests {
            let items = items_of(&office, request);
            assert_eq!(outline(&items), [(1, "Conference", 1, true)]);
            assert_eq!(items[0].duplicate_of, None, "a copy is looked for in one person's record only");
        }
        assert!(!hana.get(&record()).await.page().contains("Copy of"));
    }

    async fn what_cannot_be_read_has_a_plain_reason_and_the_rest_goes_on(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);

        let sent = sends(&hana, &[
            ("empty.pdf", b""),
            ("damaged.pdf", b"%PDF-1.7\nthis is none"),
            ("letter.docx", b"PK\x03\x04 and so on"),
            ("really a picture.pdf", &png()),
            ("slip.zip", &zip(&[("../../etc/passwd", b"x")])),
            ("good.txt", b"good"),
        ]).await;
        sent.is_done();
        office.works().await;

        let items = items_of(&office, request);
        let shown: Vec<_> = items.iter().map(|i| (i.title.as_str(), i.view == View::Shown)).collect();
        assert_eq!(shown, [("damaged", false), ("letter", false), ("really a picture", false), ("good", true)]);
        let problem = |at: usize| items[at].problem.clone().unwrap();
        assert!(problem(0).contains("“damaged.pdf”: it is damaged"), "{}", problem(0));
        assert!(problem(1).contains("this Word file is kept but cannot be shown yet"), "{}", problem(1));
        assert!(problem(2).contains("its content is a PNG picture"), "{}", problem(2));
        let told = uploads(&hana).await;
        assert!(told.iter().any(|(state, words)| state == "refused" && words.contains("“empty.pdf” is empty")), "{told:?}");
        assert!(told.iter().any(|(state, words)| state == "refused" && words.contains("names a place outside the archive")), "{told:?}");
        let list = hana.get(&record()).await.page();
        assert!(list.contains("3 that cannot be shown stand in the way of sign-off"), "{list}");
    }

    async fn a_file_over_the_limit_is_named_and_not_kept(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        let mib = office.services.settings.uploads.file_mib as usize;
        assert_eq!(mib, 2, "the office of this test takes little");

        let (full, over) = (vec![b'a'; mib << 20], vec![b'a'; (mib << 20) + 1]);
        sends(&hana, &[("full.bin", &full), ("over.txt", &over), ("next.txt", b"next")]).await.is_done();
        office.works().await;

        assert_eq!(items_of(&office, request).iter().map(|i| i.title.as_str()).collect::<Vec<_>>(), ["full", "next"]);
        let told = uploads(&hana).await;
        assert!(told.iter().any(|(_, words)| words.contains("“over.txt” is larger than 2 MiB")), "{told:?}");
        let held = documents::Doc::held(over).file();
        assert!(!office.services.vault.has(held).await.unwrap());
    }

    async fn a_hostile_name_is_text_and_nothing_else(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        let long = format!("{}.txt", "x".repeat(300));

        sends(&hana, &[("../../<b>evil</b>.txt", b"1"), ("a\u{202e}txt.exe", b"2"), (&long, b"3")]).await.is_done();
        office.works().await;

        let names: Vec<_> = items_of(&office, request).into_iter().map(|i| i.file_name).collect();
        assert_eq!(names[0], "../../<b>evil</b>.txt");
        assert_eq!(names[1], "a\u{fffd}txt.exe");
        assert_eq!(names[2].chars().count(), 200);
        let list = hana.get(&record()).await.page();
        assert!(!list.contains("<b>evil"), "{list}");
        let original = hana.get(&format!("{SAR}/items/1/original")).await;
        assert_eq!((original.status, original.bytes.as_slice()), (200, b"1".as_slice()));
        let header = |name: &str| original.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment"), "{}", header("content-disposition"));
        assert_eq!(header("content-type"), "application/octet-stream");
        assert!(header("content-security-policy").contains("sandbox"));
        assert_eq!(header("cache-control"), "no-store");
        assert!(acts(&office, request).contains(&"original_exported".to_owned()));
    }

    async fn an_import_that_is_done_twice_makes_its_items_once(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        sends(&hana, &[("all.zip", &zip(&[("a.txt", b"a"), ("b.txt", b"b")]))]).await.is_done();
        office.works().await;
        let before: Vec<_> = items_of(&office, request).iter().map(|i| i.id).collect();

        // As after a kill: the upload and one item wait again, and so does the job.
        let mut db = office.db();
        let back = |sql: &str, db: &mut db::Db| diesel::connection::SimpleConnection::batch_execute(db, sql).unwrap();
        back("UPDATE uploads SET state = 'waiting'", &mut db);
        back("DELETE FROM item_pages WHERE item_id = (SELECT id FROM items WHERE number = 2)", &mut db);
        back("UPDATE items SET view = 'waiting', pages = 0, working_sha256 = NULL WHERE number = 2", &mut db);
        back("UPDATE jobs SET state = 'waiting'", &mut db);
        office.works().await;

        let after = items_of(&office, request);
        assert_eq!(after.iter().map(|i| i.id).collect::<Vec<_>>(), before);
        assert!(after.iter().all(|i| i.view == View::Shown && i.pages == 1));
        let standing = records::standing(&mut office.db(), request).unwrap();
        assert_eq!((standing.items, standing.uploads_waiting, standing.items_waiting), (2, 0, 0));
    }

    async fn no_file_comes_in_while_a_pack_is_checked(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        let request = a_request(&office, "SAR-2026-00001", &[&hana]);
        diesel::update(requests::table.find(request)).set(requests::state.eq("checking")).execute(&mut *office.db()).unwrap();

        sends(&hana, &[("a.txt", b"a")]).await.is_refused(409, "send it back to review");

        assert!(hana.get(&record()).await.page().contains("no files can be added"));
    }

    async fn a_form_without_a_file_says_so_at_its_field(office) {
        let hana = office.hires("Hana", Role::Handler).await;
        a_request(&office, "SAR-2026-00001", &[&hana]);

        let answer = hana.upload(&record(), &[("source", "School")], &[("files", "", b"")]).await;

        answer.is_refused(422, "Choose at least one file");
    }
}

#[actix_web::test]
async fn the_person_who_sends_a_file_stands_in_the_diary() {
    let Some(office) = Office::open(crate::office::On::Sqlite).await else { return };
    let hana = office.hires("Hana", Role::Handler).await;
    let request = a_request(&office, "SAR-2026-00001", &[&hana]);
    let file = records::NewFile {
        request,
        search: None,
        batch: Id::new(),
        file_name: "a.txt".into(),
        source: "School".into(),
    };
    let sealed = office.services.vault.put(&b"a"[..]).await.unwrap();
    let by = Who::Custodian("Ann Price".into());

    records::receive(&mut office.db(), &by, &file, sealed, office.now()).unwrap();
    office.works().await;

    let story = audit::story(&mut office.db(), request).unwrap();
    assert_eq!(story[0].actor_name, "Ann Price");
    assert_eq!(items_of(&office, request)[0].number, 1);
}
