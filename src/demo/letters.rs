//! Mail, typed notes, and a file that no page can be made of.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;

use crate::calendar;

use super::plan::{NotWritten, Sheet};
use super::teller::{Teller, school, teacher, worker};

/// A typed note, as it was kept before there was a case system.
pub(super) fn note(sheet: &Sheet, teller: &mut Teller) -> Vec<u8> {
    let theme = match sheet.form.as_str() {
        "contact" => "concern",
        _ => "visit",
    };
    let mut text = format!(
        "{}\n\nChild:     Jordan Hale, 14/03/2001\nDate:      {}\nWritten:   {}\nBy:        {}\n\n",
        sheet.title().to_uppercase(),
        calendar::words(sheet.on),
        calendar::words(sheet.recorded),
        sheet.author
    );
    if sheet.flag == "hearsay" {
        text += "The caller is a neighbour, Margaret Osei of 16 Tanner's Court. She asked that the \
                 family must not learn who rang. She was told that her name would be kept out of \
                 what is shared, as far as the law allows.\n\n";
    }
    for theme in [theme, "contact", "plan"] {
        text += &teller.paragraph(theme, 4, sheet.on);
        text += "\n\n";
    }
    text.into_bytes()
}

/// A thread: the newest message on top, the older ones pasted below it, as they come out of mailboxes.
pub(super) fn thread(sheet: &Sheet, teller: &mut Teller) -> Vec<u8> {
    let address = |name: &str| {
        let name = name.trim_start_matches("Mrs ").trim_start_matches("Mr ");
        format!("{}@northmoor.example", name.to_lowercase().replace(' ', "."))
    };
    let pair = [
        sheet.author.as_str(),
        if sheet.author == worker(sheet.on) { teacher(sheet.on) } else { worker(sheet.on) },
    ];
    let mut body = String::new();
    for back in 0..sheet.size {
        let (from, to) = (pair[back % 2], pair[(back + 1) % 2]);
        let on = sheet.on - Duration::days(back as i64);
        if back > 0 {
            body += &format!(
                "\r\n-----Original Message-----\r\nFrom: {from} <{}>\r\nSent: {} {}:{:02}\r\nTo: {to} <{}>\r\n\
                 Subject: RE: Jordan H\r\n\r\n",
                address(from),
                on.format("%d %B %Y"),
                8 + teller.dice.below(9),
                teller.dice.below(60),
                address(to)
            );
        }
        let theme = if back % 2 == 0 { "contact" } else { "school" };
        let second = if back == 0 { "plan" } else { "strength" };
        body += &format!(
            "Dear {},\r\n\r\n{}\r\n\r\n{}\r\n\r\nRegards\r\n{from}\r\n01632 960{:03}\r\n",
            to.split(' ').next().unwrap_or(to),
            teller.paragraph(theme, 3, on),
            teller.paragraph(second, 2, on),
            teller.dice.below(1000)
        );
    }
    let top = format!(
        "From: {} <{}>\r\nTo: {} <{}>\r\nCc: Pauline Grady <pauline.grady@northmoor.example>\r\n\
         Date: {} 16:42:00 +0100\r\nSubject: RE: Jordan H ({})\r\nMessage-ID: <{}.4471902@northmoor.example>\r\n\
         MIME-Version: 1.0\r\n",
        pair[0],
        address(pair[0]),
        pair[1],
        address(pair[1]),
        sheet.on.format("%a, %d %b %Y"),
        sheet.title().to_lowercase(),
        sheet.on.format("%Y%m%d"),
    );
    if sheet.size < 5 {
        return format!("{top}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}").into_bytes();
    }
    let list = format!(
        "Dates for Jordan, {}\n\nTuesday    15.30 to 17.00   Kerry, supervised by Bev Carney\n\
         Saturday   10.00 to 14.00   Callum and Sheila, at 9 Priory Street\n\nIf anything changes ring 01632 960118.\n",
        school(sheet.on)
    );
    let attached = STANDARD.encode(list);
    format!(
        "{top}Content-Type: multipart/mixed; boundary=\"part-4471902\"\r\n\r\n--part-4471902\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n--part-4471902\r\n\
         Content-Type: text/plain; charset=utf-8; name=\"dates.txt\"\r\n\
         Content-Disposition: attachment; filename=\"dates.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         {attached}\r\n--part-4471902--\r\n"
    )
    .into_bytes()
}

/// A word processor's file. It is kept as it came, since it cannot be shown.
pub(super) fn word_file() -> Result<Vec<u8>, NotWritten> {
    let options = zip::write::SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_method(zip::CompressionMethod::Deflated);
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        (
            "word/document.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Driving lessons for Jordan Hale: ten at £24, theory test £23, agreed by Pauline Grady.</w:t></w:r></w:p></w:body></w:document>",
        ),
    ] {
        file.start_file(name, options)?;
        file.write_all(text.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}
