use super::*;

fn read(environment: &[(&str, &str)]) -> Result<Settings, BadSettings> {
    let pairs = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    Settings::read(None, pairs)
}

#[test]
fn the_environment_overrides_a_line_of_a_section() {
    let settings = read(&[("CANDOUR_MAIL__FROM", "a@b.example")]).expect("a known line");

    assert_eq!(settings.mail.from, "a@b.example");
}

#[test]
fn an_unknown_line_stops_the_start_and_is_named() {
    let refused = read(&[("CANDOUR_MIAL__FROM", "a@b.example")]).expect_err("no such section");

    assert!(refused.to_string().contains("mial"), "{refused}");
}

#[test]
fn a_value_out_of_bounds_stops_the_start() {
    assert!(matches!(
        read(&[("CANDOUR_ACCESS__IDLE_MINUTES", "600")]),
        Err(BadSettings::OutOfBounds { name: "access.idle_minutes", .. })
    ));
}

#[test]
fn demonstration_data_is_never_served_to_others() {
    let public = [("CANDOUR_DEMONSTRATION", "true"), ("CANDOUR_LISTEN", "0.0.0.0:80")];

    assert!(matches!(read(&public), Err(BadSettings::PublicDemonstration(_))));
}

#[test]
fn secrets_are_shown_as_stars() {
    let settings = read(&[
        ("CANDOUR_VAULT__MASTER_KEY", "canary-one"),
        ("CANDOUR_DATABASE_URL", "postgres://candour:canary-two@db/candour"),
        ("CANDOUR_MAIL__SMTP_URL", "smtps://u:canary-three@mail"),
    ])
    .expect("known lines");

    let shown = settings.shown().expect("settings have a form in TOML");

    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("@db/candour"), "which database it is stays to be read: {shown}");
    assert!(!format!("{settings:?}").contains("canary"));
}
