//! Mails (RFC 5322) as they are read.

use mail_parser::{Addr, Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders};

use super::super::mail::MailRead;
use crate::paper::convert::MailFacts;

/// Parts of one mail; more is no mail somebody wrote.
const MOST_PARTS: usize = 10_000;

pub(super) fn parse(bytes: &[u8]) -> Result<Message<'_>, String> {
    let no_mail = || "this is not an email that can be read".to_owned();
    let mail = MessageParser::default().parse(bytes).ok_or_else(no_mail)?;
    if mail.parts.len() > MOST_PARTS {
        return Err(format!("the email has more than {MOST_PARTS} parts"));
    }
    if mail.headers().is_empty() {
        return Err(no_mail());
    }
    Ok(mail)
}

pub(super) fn read(bytes: &[u8]) -> Result<MailRead, String> {
    let mail = parse(bytes)?;
    let bodies = (0..mail.text_body_count()).filter_map(|i| mail.body_text(i));
    Ok(MailRead {
        from: addresses(mail.from()).join("; "),
        to: addresses(mail.to()),
        cc: addresses(mail.cc()),
        bcc: addresses(mail.bcc()),
        subject: mail.subject().unwrap_or_default().trim().to_owned(),
        sent: mail.date().filter(|d| d.is_valid()).map(mail_parser::DateTime::to_timestamp),
        date: mail.header_raw(HeaderName::Date).unwrap_or_default().trim().to_owned(),
        message_id: mail.message_id().map(str::to_owned),
        in_reply_to: ids(mail.in_reply_to()),
        references: ids(mail.references()),
        attachments: (1..).zip(mail.attachments()).map(|(n, part)| name(part, n)).collect(),
        body: bodies.map(|body| body.trim_end().to_owned()).collect::<Vec<_>>().join("\n\n"),
    })
}

/// What an attachment is called; the `number` where it says nothing.
pub(super) fn name(part: &mail_parser::MessagePart<'_>, number: usize) -> String {
    if let Some(name) = part.attachment_name().filter(|n| !n.trim().is_empty()) {
        return name.trim().to_owned();
    }
    if let Some(inner) = part.message() {
        let subject = inner.subject().unwrap_or_default().trim();
        return format!("{}.eml", if subject.is_empty() { "message" } else { subject });
    }
    let kind = part.content_type().and_then(|t| t.subtype()).unwrap_or_default();
    let ending = match kind.to_ascii_lowercase().as_str() {
        "plain" => ".txt",
        "html" => ".html",
        "pdf" => ".pdf",
        "png" => ".png",
        "jpeg" | "jpg" => ".jpg",
        "tiff" => ".tif",
        _ => "",
    };
    format!("attachment {number}{ending}")
}

/// As the paper wants it.
pub(super) fn facts(mail: &MailRead) -> MailFacts {
    MailFacts {
        from: mail.from.clone(),
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        bcc: mail.bcc.clone(),
        date: mail.date.clone(),
        subject: mail.subject.clone(),
        attachments: mail.attachments.clone(),
    }
}

fn addresses(of: Option<&Address<'_>>) -> Vec<String> {
    let written = |addr: &Addr<'_>| match (addr.name(), addr.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    };
    of.map(|all| all.iter().filter_map(written).collect()).unwrap_or_default()
}

fn ids(of: &HeaderValue<'_>) -> Vec<String> {
    match of {
        HeaderValue::Text(id) => vec![id.to_string()],
        HeaderValue::TextList(ids) => ids.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
