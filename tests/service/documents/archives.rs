//! Archives and mails, good ones and those made to do harm.

use std::io::{Cursor, Write};

use candour::documents::{Doc, DocumentProblem, FileKind, Member};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Desk;
use super::bombs::{pages, words};

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, packed).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What was unpacked, or the sentence of the refusal; then nothing may be in the vault.
async fn unpacked(desk: &Desk, kind: FileKind, bytes: Vec<u8>) -> Result<Vec<Member>, String> {
    match desk.pool.unpack(Doc::held(bytes), kind, &desk.vault).await {
        Ok(members) => Ok(members),
        Err(DocumentProblem::NotTaken(why)) => {
            let mut kept = 0;
            let vault = desk.vault.clone();
            let counting = tokio::task::spawn_blocking(move || {
                vault.each_blocking(|_, _| kept += 1).unwrap();
                kept
            });
            assert_eq!(counting.await.unwrap(), 0, "members were kept although {why}");
            Err(why)
        }
        Err(other) => panic!("{other}"),
    }
}

async fn refused(desk: &Desk, bytes: Vec<u8>) -> String {
    unpacked(desk, FileKind::Zip, bytes).await.unwrap_err()
}

#[tokio::test]
async fn members_of_an_archive_and_of_what_lies_in_it_are_kept_in_the_vault() {
    let desk = Desk::open();
    let report = pages(&[&words("report")]);
    let mail = b"From: a@x.example\r\nSubject: Visit\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nBody\r\n--B\r\n\
        Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\n\
        A note\r\n--B--\r\n";
    let inner = zip(&[("deep/report.pdf", &report)]);
    let outer = zip(&[
        ("visit.eml", mail),
        ("more.zip", &inner),
        ("wrong.png", b"%PDF-1.4 not a picture"),
        ("program.exe", b"MZ\x90\0"),
    ]);

    let members = unpacked(&desk, FileKind::Zip, outer).await.unwrap();

    let seen: Vec<_> = members.iter().map(|m| (m.name.as_str(), m.inside, m.kind)).collect();
    assert_eq!(
        seen,
        [
            ("visit.eml", None, FileKind::Mail),
            ("note.txt", Some(0), FileKind::Text),
            ("more.zip", None, FileKind::Zip),
            ("deep/report.pdf", Some(2), FileKind::Pdf),
            ("wrong.png", None, FileKind::Unviewable),
            ("program.exe", None, FileKind::Unviewable),
        ]
    );
    assert_eq!(desk.vault.get(members[3].file).await.unwrap(), report);
    assert_eq!(desk.vault.get(members[1].file).await.unwrap(), "A note");
    assert_eq!(desk.pool.pages(members[3].file).await.unwrap(), 1);
}

#[tokio::test]
async fn a_member_that_would_land_outside_the_archive_is_named() {
    let desk = Desk::open();
    for name in ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\b", "..\\b"] {
        let why = refused(&desk, zip(&[("good.txt", b"good"), (name, b"bad")])).await;

        assert_eq!(why, format!("“{name}” names a place outside the archive"));
    }
}

#[tokio::test]
async fn a_link_is_not_followed() {
    let desk = Desk::open();
    let mut links = ZipWriter::new(Cursor::new(Vec::new()));
    links.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();

    let why = refused(&desk, links.finish().unwrap().into_inner()).await;

    assert_eq!(why, "“link” is a link, not a file");
}

#[tokio::test]
async fn an_archive_made_to_fill_a_disk_is_refused() {
    let desk = Desk::open();

    let why = refused(&desk, zip(&[("zeros.txt", &vec![b'0'; 20 << 20])])).await;

    let expected =
        "“zeros.txt” unpacks to more than 100 times its size, as files made to fill a disk do";
    assert_eq!(why, expected);
}

#[tokio::test]
async fn more_than_may_be_unpacked_is_refused() {
    let desk = Desk::with(|config| config.unpack.bytes = 3 << 20);
    let noise: Vec<u8> =
        (0..4u32 << 18).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();

    let why = refused(&desk, zip(&[("a.bin", &noise[..1 << 20]), ("b.bin", &noise)])).await;

    assert_eq!(why, "with “b.bin” more than 3 MiB would be unpacked; send it in parts");
}

#[tokio::test]
async fn ten_thousand_members_are_taken_and_one_more_is_not() {
    let desk = Desk::open();
    let archive = |count: usize| {
        let names: Vec<_> = (0..count).map(|i| format!("{i}.txt")).collect();
        let members: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        zip(&members)
    };

    let why = refused(&desk, archive(10_001)).await;

    assert_eq!(why, "the file brings the number of files over 10000; send it in parts");
    let few = Desk::with(|config| config.unpack.members = 50);
    assert_eq!(unpacked(&few, FileKind::Zip, archive(50)).await.unwrap().len(), 50);
}

#[tokio::test]
async fn members_are_counted_over_all_levels() {
    let desk = Desk::with(|config| config.unpack.members = 5);
    let inner = zip(&[("a.txt", b""), ("b.txt", b""), ("c.txt", b"")]);

    let why = refused(&desk, zip(&[("one.zip", &inner), ("two.zip", &inner)])).await;

    assert!(why.starts_with("“two.zip” brings the number of files over 5"), "{why}");
}

#[tokio::test]
async fn a_fourth_archive_within_another_is_refused() {
    let desk = Desk::open();
    let mut nested = zip(&[("end.txt", b"end")]);
    for level in ["c.zip", "b.zip"] {
        nested = zip(&[(level, &nested)]);
    }
    assert_eq!(unpacked(&desk, FileKind::Zip, nested.clone()).await.unwrap().len(), 3);

    let fresh = Desk::open();
    let why = refused(&fresh, zip(&[("a.zip", &nested)])).await;

    assert!(why.starts_with("“c.zip” lies deeper than 3 archives"), "{why}");
}

#[tokio::test]
async fn members_that_share_their_bytes_are_refused() {
    let desk = Desk::open();
    let mut bytes = zip(&[("a.txt", &[b'x'; 900]), ("b.txt", &[b'y'; 900])]);
    // The second entry of the list is made to point at the first member.
    let second = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[second + 42..second + 46].copy_from_slice(&[0; 4]);

    let why = refused(&desk, bytes).await;

    assert_eq!(why, "the file is made to look larger than it is");
}

#[tokio::test]
async fn a_damaged_archive_is_refused_and_its_member_named() {
    let desk = Desk::open();
    let mut bytes = zip(&[("good.txt", b"good words"), ("bad.txt", &words("bad").into_bytes())]);
    let bad = bytes.windows(7).position(|w| w == b"bad.txt").unwrap() + 9;
    bytes[bad] ^= 0xFF;

    assert_eq!(refused(&desk, bytes).await, "“bad.txt” is damaged: it cannot be unpacked");
    let why = refused(&desk, b"PK\x03\x04 and nothing more".to_vec()).await;
    assert_eq!(why, "the file is damaged: its list of members cannot be read");
}

#[tokio::test]
async fn a_name_that_turns_the_line_is_told_plainly() {
    let desk = Desk::open();
    let name = format!("../{}\u{202e}fdp.exe\n", "long".repeat(40));

    let why = refused(&desk, zip(&[(&name, b"")])).await;

    assert!(!why.contains(['\u{202e}', '\n']), "{why:?}");
    assert!(why.chars().count() < 140, "{why}");
}
