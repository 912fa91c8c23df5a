//! Accounts, sessions, tokens, and those who guess.

use candour::access::Role;
use candour::db;
use chrono::Duration;
use diesel::RunQueryDsl as _;
use diesel::sql_types::{BigInt, Text};

use crate::office::{PASSWORD, on_both};

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn kept_raw(db: &mut db::Db, value: &str) -> i64 {
    let query = "SELECT count(*) AS n FROM sessions WHERE token_hash = $1 OR id = $1";
    diesel::sql_query(query).bind::<Text, _>(value).get_result::<Count>(db).unwrap().n
}

on_both! {
    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(office) {
        office.hires("Amara Obi", Role::Handler).await;
        let stranger = office.visitor();

        let known = stranger.post("/sign-in", &[("email", "amara.obi@northmoor.example"), ("password", "wrong")]).await;
        let unknown = stranger.post("/sign-in", &[("email", "amara.obo@northmoor.example"), ("password", "wrong")]).await;

        known.is_refused(422, "The address or the password is wrong");
        assert_eq!(known.body.replace("amara.obi", ""), unknown.body.replace("amara.obo", ""));
    }

    async fn a_new_cookie_is_given_at_sign_in_and_only_its_hash_is_kept(office) {
        let person = office.hires("Amara", Role::Handler).await;
        let cookie = person.cookie("__Host-candour").unwrap();

        assert!(cookie.len() >= 43);
        assert_eq!(kept_raw(&mut office.db(), &cookie), 0);
    }

    async fn the_cookie_is_dead_after_signing_out(office) {
        let person = office.hires("Amara", Role::Handler).await;
        let cookie = person.cookie("__Host-candour").unwrap();

        let out = person.post("/sign-out", &[]).await;
        assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");

        person.set_cookie("__Host-candour", &cookie);
        person.get("/account").await.wants_sign_in();
    }

    async fn an_idle_sign_in_ends_and_polling_does_not_keep_it_alive(office) {
        let person = office.hires("Amara", Role::Handler).await;

        office.later(Duration::minutes(14));
        person.send(reqwest::Method::GET, "/account", &[("x-candour-poll", "1")], vec![]).await.page();
        office.later(Duration::minutes(2));

        person.get("/account").await.wants_sign_in();
    }

    async fn work_keeps_a_sign_in_alive_for_ten_hours_and_no_longer(office) {
        let person = office.hires("Amara", Role::Handler).await;

        for _ in 0..59 {
            office.later(Duration::minutes(10));
            person.get("/account").await.page();
        }
        office.later(Duration::minutes(10));

        person.get("/account").await.wants_sign_in();
    }

    async fn ten_slips_are_free_and_the_eleventh_waits(office) {
        office.hires("Amara", Role::Handler).await;
        let stranger = office.visitor();
        let guess = [("email", "amara@northmoor.example"), ("password", "wrong")];

        for _ in 0..10 {
            stranger.post("/sign-in", &guess).await.is_refused(422, "wrong");
        }

        stranger.post("/sign-in", &guess).await.is_refused(429, "Too many tries");
        let right = [("email", "amara@northmoor.example"), ("password", PASSWORD)];
        stranger.post("/sign-in", &right).await.is_refused(429, "Too many tries");
        office.later(Duration::minutes(16));
        stranger.post("/sign-in", &right).await.is_done();
    }

    async fn an_invited_colleague_chooses_a_password_once(office) {
        let administrator = office.hires("Adil", Role::Administrator).await;
        let form = [("name", "Hana Price"), ("email", "Hana@Northmoor.example"), ("role", "handler"), ("job_title", "")];
        let page = administrator.post("/staff", &form).await.page();
        let at = page.find("/first-sign-in/").unwrap();
        let link: String = page[at..].chars().take_while(|c| !matches!(c, '<' | ' ')).collect();
        let hana = office.visitor();

        for _ in 0..3 {
            hana.get(&link).await.page();
        }
        hana.post(&link, &[("password", "hana-price-hana-price")]).await.is_refused(422, "may not hold");
        let chosen = hana.post(&link, &[("password", "llwynog dan y bwrdd coch")]).await;
        assert_eq!((chosen.status, chosen.location()), (303, "/sign-in"));
        hana.post(&link, &[("password", "another four word pass")]).await.is_refused(404, "does not work");

        let right = [("email", "hana@northmoor.example"), ("password", "llwynog dan y bwrdd coch")];
        hana.post("/sign-in", &right).await.is_done();
    }

    async fn an_account_is_one_persons_and_shows_where_else_it_is_signed_in(office) {
        let administrator = office.hires("Adil", Role::Administrator).await;
        let hana = office.hires("Hana Price", Role::Handler).await;
        let again = [("name", "The whole team"), ("email", "HANA.Price@northmoor.example"), ("role", "handler"), ("job_title", "")];
        administrator.post("/staff", &again).await.is_refused(422, "omebody has an account with this address already");
        assert!(!administrator.get("/staff").await.page().contains("The whole team"));

        let ends = |page: &str| -> Vec<String> {
            let hrefs = page.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
            hrefs.filter(|href| href.starts_with("/account/sessions/")).map(str::to_owned).collect()
        };
        let own = ends(&hana.get("/account").await.page());
        let elsewhere = office.returns(&hana).await;
        let both = ends(&hana.get("/account").await.page());
        assert_eq!((own.len(), both.len()), (1, 2));
        let other = both.iter().find(|end| **end != own[0]).unwrap();

        hana.post(other, &[]).await.is_done();

        elsewhere.get("/requests").await.wants_sign_in();
    }

    async fn a_first_link_dies_after_half_an_hour(office) {
        let administrator = office.hires("Adil", Role::Administrator).await;
        let form = [("name", "Hana Price"), ("email", "hana@northmoor.example"), ("role", "handler")];
        let page = administrator.post("/staff", &form).await.page();
        let at = page.find("/first-sign-in/").unwrap();
        let link: String = page[at..].chars().take_while(|c| !matches!(c, '<' | ' ')).collect();

        office.later(Duration::minutes(31));

        office.visitor().get(&link).await.is_refused(404, "does not work");
    }

    async fn a_suspended_colleague_is_out_at_once(office) {
        let administrator = office.hires("Adil", Role::Administrator).await;
        let hana = office.hires("Hana", Role::Handler).await;
        hana.get("/account").await.page();

        let path = format!("/staff/{}/suspension", hana.actor().id);
        administrator.post(&path, &[("suspended", "true")]).await.is_done();

        hana.get("/account").await.wants_sign_in();
        let own = format!("/staff/{}/suspension", administrator.actor().id);
        administrator.post(&own, &[("suspended", "true")]).await.is_refused(422, "their own account");
    }

    async fn unknown_fields_of_a_form_are_refused(office) {
        let administrator = office.hires("Adil", Role::Administrator).await;
        let form = [("name", "Hana"), ("email", "h@northmoor.example"), ("role", "handler"), ("state", "active")];

        administrator.post("/staff", &form).await.is_refused(422, "unknown field");
    }
}
