//! Style sheets, scripts and pictures, embedded: nothing comes from another host.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::Services;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Own;

/// What npm installed, as it is shipped.
const INSTALLED: [(&str, &[u8]); 3] = [
    (
        "govuk-frontend.min.css",
        include_bytes!("../../node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css"),
    ),
    (
        "govuk-frontend.min.js",
        include_bytes!("../../node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"),
    ),
    (
        "moj-frontend.min.css",
        include_bytes!("../../node_modules/@ministryofjustice/frontend/moj/moj-frontend.min.css"),
    ),
];

struct Asset {
    body: Vec<u8>,
    kind: &'static str,
    version: String,
}

static ALL: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    let mut add = |name: &str, body: Vec<u8>| {
        let version = Sha256::digest(&body).iter().take(6).map(|b| format!("{b:02x}")).collect();
        all.insert(name.to_owned(), Asset { kind: kind(name), body, version });
    };
    for name in Own::iter() {
        if let Some(file) = Own::get(&name) {
            add(&name, file.data.into_owned());
        }
    }
    for (name, body) in INSTALLED {
        add(name, without_transport(name, body.to_vec()));
    }
    all
});

/// The GDS Transport font is licensed to services of GOV.UK only: its name gives way to what the
/// reader's machine has.
fn without_transport(name: &str, body: Vec<u8>) -> Vec<u8> {
    if !name.ends_with(".css") {
        return body;
    }
    let css = String::from_utf8_lossy(&body);
    let mut kept = String::with_capacity(css.len());
    let mut rest = css.as_ref();
    while let Some(at) = rest.find("@font-face") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
    }
    kept.push_str(rest);
    kept.replace("\"GDS Transport\",", "").replace("GDS Transport,", "").into_bytes()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// Where a page finds an asset; the address changes with its content.
pub fn address(name: &str) -> String {
    match ALL.get(name) {
        Some(asset) => format!("/assets/{name}?v={}", asset.version),
        None => format!("/assets/{name}"),
    }
}

/// `GET /assets/{name}`
pub async fn show(name: web::Path<String>) -> HttpResponse {
    match ALL.get(name.as_str()) {
        None => HttpResponse::NotFound().finish(),
        Some(asset) => HttpResponse::Ok()
            .content_type(asset.kind)
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .body(asset.body.clone()),
    }
}

/// `GET /council.css`: the one colour that a council sets.
pub async fn council(services: web::Data<Services>) -> HttpResponse {
    let colour = &services.settings.controller.colour;
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(format!(":root {{ --council: {colour}; }}\n"))
}
