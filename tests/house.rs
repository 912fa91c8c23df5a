//! The never-rows: what no file of the project may do, whoever writes it. Reads text, builds
//! nothing, and takes less than a second. Each rule is first shown to see a breach.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "house/rules.rs"]
mod rules;
#[path = "house/text.rs"]
mod text;

use rules::Breach;
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const NOT_OURS: [&str; 7] =
    [".git", ".tools", "corpus", "node_modules", "target", "var", "artifacts"];
const READ: [&str; 13] =
    ["css", "html", "js", "json", "lock", "md", "mjs", "py", "rs", "sh", "sql", "toml", "yml"];

/// Every text file of the project, as its path from the top and its words.
fn project() -> Vec<(String, String)> {
    let mut files = Vec::new();
    read_folder(Path::new(ROOT), &mut files);
    assert!(files.iter().any(|(path, _)| path == "src/lib.rs"), "the project was not found");
    files
}

fn read_folder(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                read_folder(&path, files);
            }
            continue;
        }
        let known = path.extension().is_some_and(|e| READ.iter().any(|read| e == *read));
        if known || ["run", "test"].contains(&name.as_str()) {
            let from_top = path.strip_prefix(ROOT).unwrap().to_str().unwrap().to_owned();
            files.push((from_top, fs::read_to_string(&path).unwrap_or_default()));
        }
    }
}

fn everywhere(rule: impl Fn(&str, &str) -> Vec<Breach>) {
    let found: Vec<String> = project()
        .iter()
        .flat_map(|(path, text)| {
            let breaches = rule(path, text).into_iter();
            breaches.map(|b| format!("{path}:{}: {}", b.line, b.why)).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// The lines on which `rule` sees a breach.
fn lines(rule: impl Fn(&str, &str) -> Vec<Breach>, path: &str, text: &str) -> Vec<usize> {
    rule(path, text).into_iter().map(|b| b.line).collect()
}

#[test]
fn a_module_uses_only_those_above_it() {
    let order =
        rules::building_order("//! x\npub mod calendar;\nmod law;\npub(crate) mod requests;\n");
    assert_eq!(order, ["calendar", "law", "requests"]);
    let rule = |path: &str, text: &str| rules::builds_on_what_stands(path, text, &order);
    let knot = "use crate::calendar::Date;\nuse crate::requests::State;\n";
    assert_eq!(lines(rule, "src/law/mod.rs", knot), [2]);
    assert_eq!(lines(rule, "src/calendar.rs", "use crate::{calendar, law::Right};"), [1]);
    assert_eq!(lines(rule, "src/law/x.rs", "fn f() { crate::requests::store::all() }"), [1]);
    assert_eq!(lines(rule, "src/nowhere/mod.rs", ""), [1]);
    assert_eq!(lines(rule, "src/requests/mod.rs", knot), []);
    assert_eq!(lines(rule, "src/calendar.rs", "// see crate::requests\n"), []);

    let files = project();
    let lib = files.iter().find(|(path, _)| path == "src/lib.rs").unwrap();
    let order = rules::building_order(&lib.1);
    everywhere(|path, text| rules::builds_on_what_stands(path, text, &order));
}

#[test]
fn the_engine_uses_nothing_of_the_service() {
    let rule = rules::engine_stands_alone;
    assert_eq!(lines(rule, "redaction/src/apply.rs", "\nuse candour::vault;"), [2]);
    assert_eq!(lines(rule, "redaction/Cargo.toml", "[dependencies]\ncandour = \"1\""), [2]);
    assert_eq!(lines(rule, "redaction/Cargo.toml", "candour = { path = \"..\" }"), [1]);
    assert_eq!(lines(rule, "redaction/src/lib.rs", "use candour_redaction::Plan;"), []);

    everywhere(rule);
}

#[test]
fn only_the_engine_the_paper_and_the_pack_touch_pdf_objects() {
    let rule = rules::pdf_objects_in_their_place;
    assert_eq!(lines(rule, "src/records/import.rs", "let d = lopdf::Document::load(p);"), [1]);
    assert_eq!(lines(rule, "src/paper/finish.rs", "use lopdf::Object;"), []);
    assert_eq!(lines(rule, "src/disclosure/pack.rs", "use lopdf::Object;"), []);
    assert_eq!(lines(rule, "src/records/import.rs", "// lopdf writes a wrong /Size\n"), []);

    everywhere(rule);
}

#[test]
fn only_stores_write_sql() {
    let rule = rules::sql_in_stores;
    assert_eq!(lines(rule, "src/requests/pages.rs", "use diesel::prelude::*;"), [1]);
    assert_eq!(lines(rule, "src/requests/store.rs", "use diesel::prelude::*;"), []);
    assert_eq!(lines(rule, "src/db/mod.rs", "use diesel::r2d2;"), []);

    everywhere(rule);
}

#[test]
fn no_mail_is_worded_outside_the_letter_book() {
    let rule = rules::mail_worded_in_letters;
    assert_eq!(lines(rule, "src/portal/invite.rs", "\n    mail::send(db, &message, now)?;"), [2]);
    assert_eq!(lines(rule, "src/letters/send.rs", "mail::send(db, &message, now)?;"), []);
    assert_eq!(lines(rule, "src/requests/letters.rs", "use crate::mail::Channel;"), []);

    everywhere(rule);
}

#[test]
fn only_pages_see_http() {
    let rule = rules::http_in_pages;
    assert_eq!(lines(rule, "src/requests/actions.rs", "use actix_web::HttpRequest;"), [1]);
    assert_eq!(lines(rule, "src/requests/clock.rs", "#[derive(askama::Template)]"), [1]);
    assert_eq!(lines(rule, "src/requests/pages.rs", "use actix_web::web;"), []);
    assert_eq!(lines(rule, "src/review/pages/marks.rs", "use askama::Template;"), []);
    assert_eq!(lines(rule, "src/app.rs", "use actix_web::web;"), []);

    everywhere(rule);
}

#[test]
fn only_the_edge_asks_the_time() {
    let rule = rules::time_is_told;
    assert_eq!(lines(rule, "src/requests/clock.rs", "let today = Utc::now();"), [1]);
    assert_eq!(lines(rule, "src/paper/letter.rs", "\nlet t = std::time::SystemTime::now();"), [2]);
    assert_eq!(lines(rule, "redaction/src/apply.rs", "let t = Instant::now();"), [1]);
    assert_eq!(lines(rule, "redaction/src/read/budget.rs", "Utc::now(); Instant::now();"), [1]);
    assert_eq!(lines(rule, "src/jobs/mod.rs", "let now = Utc::now();"), []);
    assert_eq!(lines(rule, "src/web/desk.rs", "let now = Utc::now();"), []);

    everywhere(rule);
}

#[test]
fn only_the_policy_compares_roles() {
    let rule = rules::roles_in_one_table;
    let path = "src/approval/actions.rs";
    assert_eq!(lines(rule, path, "if by.role == Role::Manager {}"), [1]);
    assert_eq!(lines(rule, path, "if access::Role::Manager != by.role {}"), [1]);
    assert_eq!(lines(rule, path, "\nmatches!(by.role, Role::Manager | Role::Auditor)"), [2]);
    assert_eq!(lines(rule, path, "match by.role { Role::Manager => 1, Role::Auditor => 2 }"), [1]);
    assert_eq!(lines(rule, path, "hire(\"Amara\", Role::Manager, &[Role::Auditor])"), []);
    assert_eq!(lines(rule, "src/access/policy.rs", "if by.role == Role::Manager {}"), []);

    everywhere(rule);
}

#[test]
fn a_new_variant_asks_every_reader() {
    let rule = rules::every_variant_is_asked;
    let path = "src/requests/state.rs";
    assert_eq!(lines(rule, path, "match x { State::Ready => 1, _ => 2 }"), [1]);
    assert_eq!(
        lines(rule, path, "match (a, b) {\n(State::A, Event::B) => {}\n(_, _) => {} }"),
        [1]
    );
    assert_eq!(
        lines(rule, path, "match self.state() { Ready => 1, _ if late => 2, Gone => 3 }"),
        [1]
    );
    assert_eq!(lines(rule, path, "match state { \"ready\" => Some(State::Ready), _ => None }"), []);
    assert_eq!(lines(rule, path, "match e.kind() { ErrorKind::NotFound => 1, _ => 2 }"), []);
    assert_eq!(lines(rule, path, "match x { State::Ready => f(|_| 1), State::Gone => 2 }"), []);

    everywhere(rule);
}

#[test]
fn a_file_has_one_reason_to_be_opened() {
    let rule = rules::short_enough;
    assert_eq!(lines(rule, "src/app.rs", &"x\n".repeat(401)), [401]);
    assert_eq!(lines(rule, "src/app.rs", &"x\n".repeat(400)), []);

    everywhere(rule);
}

#[test]
fn no_file_names_somebodys_machine() {
    let rule = rules::no_machine_is_named;
    let path = ["/ho", "me/amara/candour"].concat();
    assert_eq!(lines(rule, "docs/operating.md", &format!("\nsee {path}")), [2]);
    assert_eq!(lines(rule, "docs/operating.md", "see /etc/candour.toml"), []);

    everywhere(rule);
}

#[test]
fn no_page_carries_code_or_style_of_its_own() {
    let rule = rules::nothing_inline;
    let path = "templates/requests/show.html";
    assert_eq!(lines(rule, path, "<a onclick=\"f()\">"), [1]);
    assert_eq!(lines(rule, path, "<script>f()</script>"), [1]);
    assert_eq!(lines(rule, path, "\n<p style=\"color: red\">"), [2]);
    assert_eq!(lines(rule, path, "<script src=\"/assets/x.js\" defer></script>"), []);
    assert_eq!(lines(rule, path, "{% if once %}class=\"x\"{% endif %}"), []);

    everywhere(rule);
}

#[test]
fn the_pages_scripts_stay_small() {
    let script = |(path, _): &&(String, String)| {
        path.starts_with("assets/") && (path.ends_with(".js") || path.ends_with(".mjs"))
    };
    let bytes: usize = project().iter().filter(script).map(|(_, text)| text.len()).sum();
    assert!(bytes <= 30 * 1024, "{bytes} bytes of script of our own, and 30 KB are allowed");
}

#[test]
fn every_setting_is_explained_to_the_operator() {
    let files = project();
    let text = |path: &str| &files.iter().find(|(p, _)| p == path).unwrap().1;
    let explained = text("docs/operating.md");

    let settings = text("src/settings/mod.rs").lines().filter_map(|line| {
        let (name, kind) = line.strip_prefix("    pub ")?.split_once(": ")?;
        // A section's own lines are named one by one.
        (!text("src/settings/mod.rs")
            .contains(&format!("pub struct {}", kind.trim_end_matches(',')))
            || kind.starts_with("Secret"))
        .then_some(name)
    });
    let missing: Vec<&str> = settings
        .filter(|name| {
            name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
        })
        .filter(|name| !explained.contains(&format!("`{name}`")))
        .collect();

    assert_eq!(missing, Vec::<&str>::new(), "not in docs/operating.md");
}

#[test]
fn every_requirement_names_a_test_that_exists_or_says_not_yet() {
    let files = project();
    let sound = |list: &str| rules::requirements_without_proof(list, &files);
    let row = |shown: &str| format!("| 1 | A sentence. [000] | {shown} |\n");
    assert_eq!(sound(&row("`tests/house.rs::only_stores_write_sql`")).len(), 0);
    assert_eq!(sound(&row("not yet")).len(), 0);
    assert_eq!(sound(&row("`tests/house.rs::nobody_wrote_this`")).len(), 1);
    assert_eq!(sound(&row("`tests/nowhere.rs::only_stores_write_sql`")).len(), 1);
    assert_eq!(sound(&row("certainly")).len(), 1);

    let list = &files.iter().find(|(path, _)| path == "docs/requirements.md").unwrap().1;
    let unproved = sound(list);
    assert!(unproved.is_empty(), "\n{}\n", unproved.join("\n"));
    let rows: Vec<usize> = (1..=104)
        .filter(|n| list.lines().filter(|line| line.starts_with(&format!("| {n} | "))).count() == 1)
        .collect();
    assert_eq!(rows.len(), 104, "each of the 104 sentences stands there once");
}
