//! What workers do with documents that mean no harm.

use std::time::{Duration, Instant};

use candour::documents::{Doc, DocumentProblem, FileKind, Lane, PageContent};
use candour::vault::Fingerprint;
use candour_redaction::plan::{Mark, Plan};
use candour_redaction::refusal::Refusal;

use super::Desk;
use super::bombs::{pages, pdf, words};

#[tokio::test]
async fn a_document_in_the_vault_is_counted_drawn_and_read() {
    let desk = Desk::open();
    let source = pages(&[&words("Nia Prydderch"), &words("Cae Glas")]);
    let file = desk.vault.put(source).await.unwrap().sha256;

    let count = desk.pool.pages(file).await.unwrap();
    let picture = desk.pool.draw(file, 1, 400).await.unwrap();
    let mut read = Vec::new();
    let mut inspection = desk.pool.inspect(file, count);
    while let Some(page) = inspection.next().await.unwrap() {
        read.push(page);
    }

    assert_eq!(count, 2);
    assert!(picture.starts_with(b"\x89PNG"));
    assert_eq!(&picture[16..24], [0, 0, 1, 144, 0, 0, 1, 11], "400 × 267 pixels");
    assert_eq!(read.iter().map(|p| p.page).collect::<Vec<_>>(), [0, 1]);
    let content = read[0].content.as_ref().unwrap();
    let texts: Vec<_> = content.words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(texts, ["Nia", "Prydderch"]);
    assert_eq!((content.facts.width, content.facts.height), (300.0, 200.0));
}

#[tokio::test]
async fn a_marked_word_is_taken_out_and_proved_gone() {
    let desk = Desk::open();
    let source = Doc::held(source_bytes());
    let word = content_of(&desk, source.clone(), 2).await[0].words[1].clone();
    let mark =
        Mark { id: "M1".into(), page: 0, quads: vec![word.quad], label: "s.40".into(), gap: None };
    let plan = Plan { marks: vec![mark], ..Plan::default() };

    let redacted = desk.pool.redact(Lane::Later, source.clone(), 2, plan.clone()).await.unwrap();
    let proof =
        desk.pool.verify(Lane::Now, source.clone(), 2, plan.clone(), redacted.pdf.clone()).await;
    let unredacted = desk.pool.verify(Lane::Now, source, 2, plan, source_bytes()).await;

    assert_eq!(redacted.report.marks[0].glyphs, 9, "{:?}", redacted.report);
    assert!(redacted.report.proof.as_ref().is_some_and(candour_redaction::report::Proof::holds));
    assert!(proof.unwrap().holds());
    assert!(!unredacted.unwrap().holds(), "the check passed what was not redacted");
    let redacted = Doc::held(redacted.pdf);
    assert!(desk.pool.draw(redacted.clone(), 0, 300).await.is_ok());
    let texts: Vec<_> = content_of(&desk, redacted, 2)
        .await
        .iter()
        .flat_map(|page| page.words.iter().map(|w| w.text.clone()))
        .collect();
    assert!(texts.contains(&"Nia".to_owned()) && texts.contains(&"Glas".to_owned()), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("Prydderch")), "{texts:?}");
}

fn source_bytes() -> Vec<u8> {
    pages(&[&words("Nia Prydderch"), &words("Cae Glas")])
}

async fn content_of(desk: &Desk, doc: Doc, pages: usize) -> Vec<PageContent> {
    let mut inspection = desk.pool.inspect(doc, pages);
    let mut content = Vec::new();
    while let Some(page) = inspection.next().await.unwrap() {
        content.push(page.content.unwrap());
    }
    content
}

#[tokio::test]
async fn a_page_looked_at_again_comes_at_once() {
    let desk = Desk::open();
    let doc = Doc::held(pages(&[&words("again")]));
    let cold = Instant::now();
    let first = desk.pool.draw(doc.clone(), 0, 900).await.unwrap();
    println!("the first page, in a new worker: {:?}", cold.elapsed());

    let asked = Instant::now();
    let second = desk.pool.draw(doc, 0, 890).await.unwrap();

    assert!(asked.elapsed() < Duration::from_millis(15), "{:?}", asked.elapsed());
    assert_eq!(first, second, "widths that are nearly the same share a picture");
}

#[tokio::test]
async fn pages_of_an_open_document_come_quickly() {
    let desk = Desk::open();
    let doc = Doc::held(pages(&vec![words("Nia Prydderch").as_str(); 20]));
    desk.pool.draw(doc.clone(), 0, 900).await.unwrap();

    let mut took = Vec::new();
    for page in 1..20 {
        let asked = Instant::now();
        desk.pool.draw(doc.clone(), page, 900).await.unwrap();
        took.push(asked.elapsed());
    }

    took.sort();
    println!("a page that was not drawn before: {:?}", took[9]);
    assert!(took[9] < Duration::from_millis(150), "{took:?}");
}

#[tokio::test]
async fn a_document_that_is_not_in_the_vault_is_missing() {
    let desk = Desk::open();

    let missing = desk.pool.draw(Fingerprint::of(b"nothing"), 0, 100).await;

    assert!(matches!(missing, Err(DocumentProblem::Vault(_))), "{missing:?}");
}

#[tokio::test]
async fn what_cannot_be_opened_is_refused_and_the_worker_goes_on() {
    let desk = Desk::with(|config| config.workers = 1);
    let good = Doc::held(pages(&[&words("good")]));
    desk.pool.draw(good.clone(), 0, 100).await.unwrap();

    let no_pdf = desk.pool.draw(Doc::held("no PDF at all"), 0, 100).await;
    let no_page = desk.pool.draw(good.clone(), 7, 100).await;
    let again = desk.pool.draw(good, 0, 150).await;

    let refused = |answer: Result<_, DocumentProblem>| match answer {
        Err(DocumentProblem::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(matches!(refused(no_pdf), Refusal::Unreadable { .. }));
    assert!(matches!(refused(no_page), Refusal::BadPlan { .. }));
    assert!(again.is_ok());
}

#[tokio::test]
async fn more_documents_than_the_shelf_holds_are_still_drawn() {
    let desk = Desk::with(|config| {
        config.workers = 1;
        config.shelf_bytes = 2_500;
    });
    let docs: Vec<_> =
        (0..6).map(|i| Doc::held(pages(&[&words(&format!("number {i}"))]))).collect();

    for width in [100, 200, 300] {
        for doc in &docs {
            desk.pool.draw(doc.clone(), 0, width).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_person_who_waits_is_not_kept_waiting_by_an_import() {
    let desk = Desk::with(|config| config.page_time = Duration::from_secs(60));
    let large = pages(&vec![words("import").as_str(); 400]);
    let imports: Vec<_> = (0..3)
        .map(|_| {
            let mut inspection = desk.pool.inspect(Doc::held(large.clone()), 400);
            tokio::spawn(async move { while inspection.next().await.unwrap().is_some() {} })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;

    let seen = desk.pool.draw(Doc::held(pages(&[&words("me")])), 0, 300).await;

    assert!(seen.is_ok());
    assert!(imports.iter().any(|import| !import.is_finished()), "the imports were too short");
    for import in imports {
        import.await.unwrap();
    }
}

#[test]
fn a_thread_of_a_job_may_wait_for_an_answer() {
    let desk = Desk::open();
    let doc = Doc::held(pages(&[words("job").as_str(); 3]));

    let count = desk.pool.wait(|pool| async move { pool.pages(doc).await });

    assert_eq!(count.unwrap(), 3);
}

#[tokio::test]
async fn texts_mails_and_pictures_become_pages() {
    let desk = Desk::open();
    let mail = b"From: A <a@x.example>\r\nTo: b@x.example\r\nSubject: Visit\r\n\
        Date: Mon, 2 Mar 2026 09:15:00 +0000\r\nMessage-ID: <1@x>\r\nIn-Reply-To: <0@x>\r\n\r\nWords.";
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    for (kind, bytes) in [
        (FileKind::Text, b"Some words".to_vec()),
        (FileKind::Mail, mail.to_vec()),
        (FileKind::Png, png.into_inner()),
    ] {
        let drawn = desk.pool.convert(Doc::held(bytes), kind, "A title").await.unwrap();

        assert_eq!(desk.pool.pages(Doc::held(drawn.pdf)).await.unwrap(), drawn.pages, "{kind:?}");
    }

    let read = desk.pool.read_mail(Doc::held(mail.as_slice())).await.unwrap();
    assert_eq!(read.from, "A <a@x.example>");
    assert_eq!((read.subject.as_str(), read.sent), ("Visit", Some(1_772_442_900)));
    assert_eq!((read.message_id.as_deref(), read.in_reply_to), (Some("1@x"), vec!["0@x".into()]));
    assert_eq!(read.body, "Words.");

    let wrong = desk.pool.convert(Doc::held("no picture"), FileKind::Png, "").await;
    assert!(matches!(wrong, Err(DocumentProblem::NotTaken(_))), "{wrong:?}");
}

#[tokio::test]
async fn a_locked_document_opens_with_its_password_only() {
    let desk = Desk::open();
    let locked = locked_with("cyfrinach");
    let open = |password: &str| {
        let doc = Doc::held(locked.clone()).with_password(password);
        let pool = desk.pool.clone();
        async move { pool.pages(doc).await }
    };

    assert!(matches!(open("").await, Err(DocumentProblem::Refused(Refusal::NeedsPassword))));
    assert!(matches!(open("wrong").await, Err(DocumentProblem::Refused(Refusal::NeedsPassword))));
    assert_eq!(open("cyfrinach").await.unwrap(), 1);
}

fn locked_with(password: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&pages(&[&words("locked")])).unwrap();
    document.trailer.set(
        "ID",
        lopdf::Object::Array(vec![lopdf::Object::string_literal("0123456789abcdef"); 2]),
    );
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert_ne!(bytes, pdf(&[]));
    bytes
}
