//! Every route has a row, and turns away whoever may not.

use candour::access::{Action, Role, may, policy};
use candour::app;
use candour::web::{Line, Needs, table};
use reqwest::Method;

use crate::office::{Person, is_as_approved, on_both};

#[test]
fn the_policy_is_as_approved() {
    is_as_approved("policy.txt", &policy::table());
}

#[test]
fn the_routes_and_what_they_need_are_as_approved() {
    is_as_approved("routes.txt", &table(&app::lines()));
}

/// An address that fits the route, with identities that name nothing.
fn address(line: &Line) -> String {
    let named = |name: &str| match name {
        "reference" => "SAR-2026-99999".to_owned(),
        "number" | "page" | "volume" | "n" => "1".to_owned(),
        "token" => "t".repeat(43),
        _ => "01890000-0000-7000-8000-000000000000".to_owned(),
    };
    let mut path = String::new();
    let mut rest = line.path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        path += before;
        path += &named(name.split(':').next().unwrap());
        rest = after;
    }
    path + rest
}

async fn knock(person: &Person, line: &Line) -> crate::office::Answer {
    let path = address(line);
    if line.method == Method::GET.as_str() {
        person.get(&path).await
    } else {
        person.post(&path, &[]).await
    }
}

on_both! {
    async fn nobody_gets_in_without_signing_in(office) {
        let stranger = office.visitor();
        for line in app::lines() {
            if line.needs == Needs::Nothing {
                continue;
            }
            let answer = knock(&stranger, &line).await;
            assert!(
                answer.status == 303 && answer.location().starts_with("/sign-in") || answer.status == 401,
                "{} {}: {} {}", line.method, line.path, answer.status, answer.body
            );
        }
    }

    async fn every_role_is_turned_away_where_the_table_says_no(office) {
        for role in Role::ALL {
            let person = office.hires(role.words(), role).await;
            for line in app::lines() {
                let Needs::May(action) = line.needs else { continue };
                let answer = knock(&person, &line).await;
                let refused = answer.status == 403;
                if may(person.actor(), action) {
                    assert!(!refused || line.method == "POST", "{} {} refused a {}", line.method, line.path, role.name());
                } else {
                    assert!(refused, "{} {} let a {} in: {}", line.method, line.path, role.name(), answer.status);
                }
            }
        }
    }

    async fn a_form_from_elsewhere_is_refused_on_every_route(office) {
        let handler = office.hires("Hana", Role::Handler).await;
        let administrator = office.hires("Adil", Role::Administrator).await;
        let manager = office.hires("Mona", Role::Manager).await;
        let auditor = office.hires("Ada", Role::Auditor).await;
        let csrf = |p: &Person| p.csrf();
        for line in app::lines() {
            if line.method != "POST" || line.path == "/csp-reports" {
                continue;
            }
            let allowed = |p: &Person| match line.needs {
                Needs::May(action) => may(p.actor(), action),
                Needs::SignedIn | Needs::Nothing => true,
            };
            let Some(person) = [&handler, &administrator, &manager, &auditor].into_iter().find(|p| allowed(p)) else {
                panic!("nobody may {}", line.path);
            };
            let path = address(&line);
            let (own, theirs) = (csrf(person), csrf(&office.visitor()));
            type Pairs<'a> = Vec<(&'a str, &'a str)>;
            let table: [(&str, Pairs, Pairs); 4] = [
                ("no origin", vec![("_csrf", own.as_str())], vec![]),
                ("a foreign page", vec![("_csrf", own.as_str())], vec![("sec-fetch-site", "cross-site")]),
                ("a foreign origin", vec![("_csrf", own.as_str())], vec![("origin", "https://evil.example")]),
                ("another's token", vec![("_csrf", theirs.as_str())], vec![("sec-fetch-site", "same-origin")]),
            ];
            for (what, fields, headers) in table {
                let answer = person.post_as_it_is(&path, &fields, &headers).await;
                assert!(
                    matches!(answer.status, 403 | 404 | 422),
                    "{} took {what}: {} {}", line.path, answer.status, answer.body
                );
                assert!(what == "another's token" || answer.status == 403, "{} on {what}: {}", line.path, answer.status);
            }
        }
    }

    async fn every_answer_carries_the_headers_that_keep_a_browser_safe(office) {
        let stranger = office.visitor();
        for path in ["/sign-in", "/nowhere", "/assets/candour.css", "/healthz", "/staff"] {
            let answer = stranger.get(path).await;
            for name in ["content-security-policy", "strict-transport-security", "x-content-type-options",
                "referrer-policy", "cross-origin-opener-policy", "permissions-policy", "cache-control"] {
                assert!(answer.headers.contains_key(name), "{path} lacks {name}");
            }
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert!(!answer.headers.contains_key("server"));
        }
    }
}

#[test]
fn every_action_is_asked_by_somebody() {
    for action in Action::ALL {
        assert!(
            Role::ALL.into_iter().any(|role| policy::grant(role, *action) != policy::Grant::No),
            "nobody may {}",
            action.name()
        );
    }
}
