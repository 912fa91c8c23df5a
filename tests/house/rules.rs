//! The never-rows, each a function from a file's path and text to the lines that break it.

use super::text::{code_of, crate_paths, line_of, matches_in, places};

/// A line of a file, and what is wrong there.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    pub line: usize,
    pub why: String,
}

fn breach(line: usize, why: impl Into<String>) -> Breach {
    Breach { line, why: why.into() }
}

/// `src/requests/store.rs` and `src/requests.rs` are both `requests`; `main.rs` and `lib.rs` stand
/// outside the order.
fn module_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("src/")?.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (!matches!(name, "lib" | "main" | "bin")).then_some(name)
}

fn of_service(path: &str) -> bool {
    path.starts_with("src/") && path.ends_with(".rs")
}

fn of_engine(path: &str) -> bool {
    path.starts_with("redaction/src/") && path.ends_with(".rs")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The modules in the order in which `lib.rs` builds them.
pub fn building_order(lib: &str) -> Vec<String> {
    let code = code_of(lib);
    code.lines()
        .filter_map(|line| {
            let rest = line.trim().strip_prefix("pub").unwrap_or(line).trim_start();
            let rest = rest.strip_prefix("(crate)").unwrap_or(rest).trim_start();
            Some(rest.strip_prefix("mod ")?.trim_end_matches([';', ' ', '{']).to_owned())
        })
        .collect()
}

/// A module uses only those above it.
pub fn builds_on_what_stands(path: &str, text: &str, order: &[String]) -> Vec<Breach> {
    let place = |name: &str| order.iter().position(|module| module == name);
    let (true, Some(own)) = (of_service(path), module_of(path)) else { return Vec::new() };
    let Some(own_place) = place(own) else {
        return vec![breach(1, format!("`{own}` is not in lib.rs"))];
    };
    crate_paths(&code_of(text))
        .into_iter()
        .filter(|(_, name)| place(name).is_some_and(|used| used > own_place))
        .map(|(line, name)| breach(line, format!("`{own}` uses `{name}`, which stands below it")))
        .collect()
}

/// The engine knows nothing of the service.
pub fn engine_stands_alone(path: &str, text: &str) -> Vec<Breach> {
    if path == "redaction/Cargo.toml" {
        return named_lines(
            text,
            &["path = \"..\"", "candour =", "candour.path"],
            "depends on the service",
        );
    }
    if !path.starts_with("redaction/") || !path.ends_with(".rs") {
        return Vec::new();
    }
    used(text, &["candour"], "the engine names the service")
}

/// One place to audit what touches a PDF's objects.
pub fn pdf_objects_in_their_place(path: &str, text: &str) -> Vec<Breach> {
    let allowed = path.starts_with("src/paper/") || path.starts_with("src/disclosure/pack");
    if !of_service(path) || allowed {
        return Vec::new();
    }
    used(text, &["lopdf"], "lopdf outside the engine, the paper and the pack")
}

/// Pages and rules never write SQL.
pub fn sql_in_stores(path: &str, text: &str) -> Vec<Breach> {
    let in_store = file_name(path) == "store.rs" || path.contains("/store/");
    if !of_service(path) || in_store || module_of(path) == Some("db") {
        return Vec::new();
    }
    used(text, &["diesel", "diesel_migrations"], "SQL outside a store.rs and db/")
}

/// Words that leave the office are those of the letter book.
pub fn mail_worded_in_letters(path: &str, text: &str) -> Vec<Breach> {
    if !of_service(path) || matches!(module_of(path), Some("letters" | "mail")) {
        return Vec::new();
    }
    used(text, &["mail::send"], "a mail worded outside the letter book")
}

/// Rules never see HTTP.
pub fn http_in_pages(path: &str, text: &str) -> Vec<Breach> {
    let in_pages = file_name(path) == "pages.rs" || path.contains("/pages/");
    if !of_service(path) || in_pages || matches!(module_of(path), Some("web" | "app")) {
        return Vec::new();
    }
    used(text, &["actix_web", "actix_multipart", "askama"], "HTTP outside pages, web/ and app.rs")
}

/// Time is a parameter. The engine's budget runs on a stopwatch, which knows no date.
pub fn time_is_told(path: &str, text: &str) -> Vec<Breach> {
    let asks = path.starts_with("src/main") || matches!(module_of(path), Some("web" | "jobs"));
    if !(of_service(path) || of_engine(path)) || asks {
        return Vec::new();
    }
    let mut clocks = vec!["Utc::now", "Local::now", "SystemTime::now"];
    if path != "redaction/src/read/budget.rs" {
        clocks.push("Instant::now");
    }
    used(text, &clocks, "asks the time outside web/, jobs/ and main.rs")
}

/// Who may do what is one table.
pub fn roles_in_one_table(path: &str, text: &str) -> Vec<Breach> {
    if !of_service(path) || path == "src/access/policy.rs" {
        return Vec::new();
    }
    let code = code_of(text);
    let why = "compares a role outside access/policy.rs";
    let compared = places(&code, "Role::").into_iter().filter(|&at| {
        let before =
            code[..at].trim_end_matches(|c: char| c.is_alphanumeric() || "_:&*".contains(c));
        let after = code[at + "Role::".len()..]
            .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
            .trim_start();
        let before = before.trim_end();
        let equals = |s: &str| s.starts_with("==") || s.starts_with("!=");
        before.ends_with("==") || before.ends_with("!=") || equals(after)
    });
    let mut found: Vec<Breach> = compared.map(|at| breach(line_of(&code, at), why)).collect();
    for at in places(&code, "matches!") {
        let rest = code[at + "matches!".len()..].trim_start_matches(['(', '[', '{']);
        let asked = &rest[..super::text::close_of(rest)];
        if !places(asked, "Role::").is_empty() {
            found.push(breach(line_of(&code, at), why));
        }
    }
    // Naming a role, to show or to store it, is written where the roles are.
    if path != "src/access/role.rs" {
        found.extend(
            matches_in(&code)
                .into_iter()
                .filter(|m| m.patterns.iter().any(|p| !places(p, "Role::").is_empty()))
                .map(|m| breach(m.line, why)),
        );
    }
    found
}

/// A new variant must ask every reader. These are words of the service; the engine's `Role` is that of
/// a PDF object.
pub fn every_variant_is_asked(path: &str, text: &str) -> Vec<Breach> {
    if !of_service(path) {
        return Vec::new();
    }
    let code = code_of(text);
    matches_in(&code)
        .into_iter()
        .filter(|m| m.patterns.iter().any(|p| is_wildcard(p)) && over_closed_list(m))
        .map(|m| breach(m.line, format!("`_` in a match over `{}`", m.subject)))
        .collect()
}

const CLOSED_LISTS: [&str; 5] = ["State", "Event", "Role", "Action", "Kind"];

/// `_`, `(_, _)`, `_ if …`: whatever else there may be.
fn is_wildcard(pattern: &str) -> bool {
    let pattern = pattern.split(" if ").next().unwrap_or(pattern);
    pattern.contains('_') && pattern.chars().all(|c| "_(), ".contains(c))
}

/// Either an arm names such a type, or the value is called like one and its arms are bare variants
/// (`use State::*`).
fn over_closed_list(m: &super::text::Match) -> bool {
    let names =
        |p: &&str| CLOSED_LISTS.iter().any(|list| !places(p, &format!("{list}::")).is_empty());
    if m.patterns.iter().any(names) {
        return true;
    }
    let subject = m.subject.trim_end_matches("()").rsplit('.').next().unwrap_or("");
    let called = CLOSED_LISTS.iter().any(|list| list.eq_ignore_ascii_case(subject));
    let bare = |p: &&str| {
        !p.contains("::")
            && p.starts_with(|c: char| c.is_uppercase())
            && !["Some", "None", "Ok", "Err"].iter().any(|known| p.starts_with(known))
    };
    called && m.patterns.iter().filter(|p| !is_wildcard(p)).all(bare)
}

/// A file has one reason to be opened.
pub fn short_enough(path: &str, text: &str) -> Vec<Breach> {
    let lines = text.lines().count();
    if !path.ends_with(".rs") || lines <= 400 {
        return Vec::new();
    }
    vec![breach(401, format!("{lines} lines; look for the second reason to open it"))]
}

/// Nothing in the project knows whose machine it was written on.
pub fn no_machine_is_named(_: &str, text: &str) -> Vec<Breach> {
    // Written in halves, so that this file does not name one either.
    let roots =
        [("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("/wo", "rk/"), ("../sha", "red")];
    let roots: Vec<String> = roots.iter().map(|(a, b)| format!("{a}{b}")).collect();
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    named_lines(text, &roots, "names a path of somebody's machine")
}

/// The pages' own security policy forbids code and style that stand in the page.
pub fn nothing_inline(path: &str, text: &str) -> Vec<Breach> {
    if !path.starts_with("templates/") || !path.ends_with(".html") {
        return Vec::new();
    }
    let lowered = text.to_lowercase();
    let inline = |line: &str| {
        let handler = line.match_indices(" on").any(|(at, _)| {
            let name: String =
                line[at + 3..].chars().take_while(char::is_ascii_lowercase).collect();
            !name.is_empty() && line[at + 3 + name.len()..].starts_with("=\"")
        });
        let script = line.contains("<script") && !line.contains("src=") && !line.contains("json");
        handler
            || script
            || line.contains(" style=\"")
            || line.contains("javascript:")
            || line.contains("<style")
    };
    lowered
        .lines()
        .enumerate()
        .filter(|(_, line)| inline(line))
        .map(|(n, _)| breach(n + 1, "code or style inside the page"))
        .collect()
}

fn used(text: &str, names: &[&str], why: &str) -> Vec<Breach> {
    let code = code_of(text);
    let mut found: Vec<Breach> = names
        .iter()
        .flat_map(|name| places(&code, name))
        .map(|at| breach(line_of(&code, at), why))
        .collect();
    found.dedup();
    found
}

fn named_lines(text: &str, names: &[&str], why: &str) -> Vec<Breach> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| names.iter().any(|name| line.contains(name)))
        .map(|(n, _)| breach(n + 1, why))
        .collect()
}

/// The rows of a list of requirements that name no test, or one that does not exist. A test is
/// named as `file::test`; in a browser's story, `test` is a part of its title.
pub fn requirements_without_proof(list: &str, files: &[(String, String)]) -> Vec<String> {
    let exists = |named: &str| {
        let Some((path, test)) = named.split_once("::") else { return false };
        let text = files.iter().find(|(known, _)| known == path).map(|(_, text)| text);
        text.is_some_and(|text| {
            text.contains(&format!("fn {test}(")) || (path.ends_with(".mjs") && text.contains(test))
        })
    };
    let rows = list.lines().filter(|l| l.starts_with("| ") && l.as_bytes()[2].is_ascii_digit());
    rows.filter(|row| {
        let shown = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        shown != "not yet" && (named.is_empty() || !named.iter().all(|one| exists(one)))
    })
    .map(str::to_owned)
    .collect()
}
