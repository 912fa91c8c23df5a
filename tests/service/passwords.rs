//! Changing a password: when one likes, and when its time is over.

use candour::access::Role;
use candour::settings::Settings;
use chrono::Duration;

use crate::office::{Office, On, PASSWORD, Person, on_both};

const NEW: &str = "llwynog dan y bwrdd coch";

async fn by_program(program: &Person, bearer: &str) -> u16 {
    let headers = [("authorization", bearer)];
    program.send(reqwest::Method::GET, "/api/requests", &headers, vec![]).await.status
}

async fn changes(person: &Person, now: &str, new: &str) -> crate::answer::Answer {
    person.post("/account/password", &[("now", now), ("password", new)]).await
}

fn a_quarter(settings: &mut Settings) {
    settings.access.password_days = 90;
}

async fn signs_in(office: &Office, email: &str, password: &str) -> crate::answer::Answer {
    office.visitor().post("/sign-in", &[("email", email), ("password", password)]).await
}

on_both! {
    async fn who_changes_their_password_stays_and_everybody_else_with_it_is_out(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let elsewhere = office.returns(&hana).await;
        let page = hana.post("/account/tokens", &[("purpose", "a report")]).await.page();
        let at = page.find("<code class=\"app-break\">").unwrap();
        let token = page[at..].split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let before = hana.cookie("__Host-candour");
        let bearer = format!("Bearer {token}");
        let program = office.visitor();
        assert_eq!(by_program(&program, &bearer).await, 200);
        assert!(hana.get("/account").await.page().contains("href=\"/account/password\""));

        let changed = changes(&hana, PASSWORD, NEW).await;

        assert_eq!((changed.status, changed.location()), (303, "/account"));
        assert_ne!(hana.cookie("__Host-candour"), before, "the cookie is a new one");
        hana.get("/account").await.page();
        elsewhere.get("/account").await.wants_sign_in();
        assert_eq!(by_program(&program, &bearer).await, 401);
        signs_in(&office, "hana.price@northmoor.example", PASSWORD).await.is_refused(422, "wrong");
        signs_in(&office, "hana.price@northmoor.example", NEW).await.is_done();
    }

    async fn a_password_is_changed_only_by_who_knows_it_and_only_for_a_good_one(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;

        changes(&hana, "not my password at all", NEW).await.is_refused(422, "not the password you sign in with");
        changes(&hana, PASSWORD, PASSWORD).await.is_refused(422, "another password");
        changes(&hana, PASSWORD, "short").await.is_refused(422, "at least 15 characters");
        changes(&hana, PASSWORD, "hana-price-hana-price").await.is_refused(422, "may not hold");
        office.visitor().get("/account/password").await.wants_sign_in();

        signs_in(&office, "hana.price@northmoor.example", PASSWORD).await.is_done();
        for _ in 0..9 {
            changes(&hana, "guessing", NEW).await.is_refused(422, "not the password");
        }
        changes(&hana, PASSWORD, NEW).await.is_refused(429, "Too many tries");
    }

    async fn a_password_holds_for_good_where_nobody_says_otherwise(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;

        office.later(Duration::days(3_650));

        let hana = office.returns(&hana).await;
        hana.get("/requests").await.page();
        assert!(!hana.get("/account").await.page().contains("to be changed"));
    }
}

async fn whoever_signs_in_after_its_days_changes_it_before_anything_else(on: On) {
    let Some(office) = Office::open_as(on, a_quarter).await else { return };
    let hana = office.hires("Hana Price", Role::Handler).await;
    let until = "to be changed at the first sign-in from 19 February 2027 on";
    assert!(hana.get("/account").await.page().contains(until));

    // A sign-in that began in time goes on: nobody is turned out of a form half written.
    office.later(Duration::days(90) - Duration::minutes(10));
    let in_time = office.returns(&hana).await;
    office.later(Duration::minutes(10));
    in_time.get("/requests").await.page();

    let late = office.returns(&hana).await;
    let asked = late.get("/requests?show=mine").await;
    assert_eq!(
        (asked.status, asked.location()),
        (303, "/account/password?next=%2Frequests%3Fshow%3Dmine")
    );
    for page in ["/", "/requests/new", "/account", "/disclosures"] {
        let asked = late.get(page).await;
        let led =
            asked.location().starts_with("/account/password") || asked.location() == "/requests";
        assert!(asked.status == 303 && led, "{page}: {} {}", asked.status, asked.location());
    }
    for act in ["/requests", "/account/tokens"] {
        let asked = late.post(act, &[("purpose", "a report")]).await;
        assert_eq!((asked.status, asked.location()), (303, "/account/password"), "{act}");
    }
    let by_script = late.send(reqwest::Method::GET, "/api/requests", &[], vec![]).await;
    by_script.is_refused(409, "change your password first");
    let page = late.get("/account/password?next=%2Frequests%3Fshow%3Dmine").await.page();
    assert!(page.contains("may be kept for 90 days"), "{page}");
    changes(&late, PASSWORD, PASSWORD).await.is_refused(422, "another password");

    let form = [("now", PASSWORD), ("password", NEW), ("next", "/requests?show=mine")];
    let changed = late.post("/account/password", &form).await;

    assert_eq!((changed.status, changed.location()), (303, "/requests?show=mine"));
    late.get("/requests?show=mine").await.page();
    assert!(late.get("/account").await.page().contains("20 May 2027"));
    assert_eq!(late.post("/sign-out", &[]).await.location(), "/sign-in");
}

async fn a_first_password_holds_from_the_day_it_was_chosen(on: On) {
    let Some(office) = Office::open_as(on, a_quarter).await else { return };
    let administrator = office.hires("Adil", Role::Administrator).await;
    let form = [("name", "Hana Price"), ("email", "hana@northmoor.example"), ("role", "handler")];
    let page = administrator.post("/staff", &form).await.page();
    let at = page.find("/first-sign-in/").unwrap();
    let link: String = page[at..].chars().take_while(|c| !matches!(c, '<' | ' ')).collect();
    office.later(Duration::minutes(20));
    let hana = office.visitor();
    assert_eq!(hana.post(&link, &[("password", NEW)]).await.location(), "/sign-in");

    let right = [("email", "hana@northmoor.example"), ("password", NEW)];

    office.later(Duration::days(89));
    hana.post("/sign-in", &right).await.is_done();
    hana.get("/requests").await.page();

    office.later(Duration::days(1));
    hana.post("/sign-in", &right).await.is_done();
    assert!(hana.get("/requests").await.location().starts_with("/account/password"));
}

macro_rules! both {
    ($($story:ident)+) => {$(
        mod $story {
            use crate::office::On;

            #[actix_web::test]
            async fn on_sqlite() {
                super::$story(On::Sqlite).await;
            }

            #[actix_web::test]
            async fn on_postgres() {
                super::$story(On::Postgres).await;
            }
        }
    )+};
}

both! {
    whoever_signs_in_after_its_days_changes_it_before_anything_else
    a_first_password_holds_from_the_day_it_was_chosen
}
