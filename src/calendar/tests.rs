#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_month_ends_on_the_same_day_or_on_the_last() {
    assert_eq!(months_after(day("2026-09-03"), 1), Some(day("2026-10-03")));
    assert_eq!(months_after(day("2027-01-31"), 1), Some(day("2027-02-28")));
    assert_eq!(months_after(day("2028-01-31"), 1), Some(day("2028-02-29")));
    assert_eq!(months_after(day("2027-01-31"), 3), Some(day("2027-04-30")));
}

#[test]
fn each_nation_keeps_its_own_holidays() {
    let holidays = Holidays::built_in();
    let easter_monday = day("2027-03-29");

    let worked = |nation| holidays.of(nation).is_working(easter_monday).unwrap();

    assert!(!worked(Nation::England));
    assert!(!worked(Nation::Wales));
    assert!(worked(Nation::Scotland));
    assert!(!worked(Nation::NorthernIreland));
    assert!(!worked(Nation::Ireland));
}

#[test]
fn the_united_kingdom_calendar_agrees_with_the_derived_list() {
    let data: serde_json::Value =
        serde_json::from_str(include_str!("../law/data/bank_holidays.json")).unwrap();
    let listed: BTreeSet<Date> =
        serde_json::from_value(data["derived"]["foia_any_part_of_uk"].clone()).unwrap();
    let calendar = Holidays::built_in().of_any_part_of_the_united_kingdom();

    let ours: BTreeSet<Date> = day("2024-01-01")
        .iter_days()
        .take_while(|day| *day <= Holidays::built_in().known_to())
        .filter(|day| matches!(calendar.day(*day), Ok(Day::Holiday(_))))
        .collect();

    assert_eq!(ours, listed);
}

#[test]
fn nothing_is_reckoned_past_the_holidays_that_are_known() {
    let calendar = Holidays::built_in().of(Nation::England);

    let refused = calendar.working_on_or_after(day("2028-12-31")).unwrap_err();

    assert_eq!(refused.day, day("2029-01-01"));
    assert_eq!(
        refused.to_string(),
        "bank holidays are known from 1 January 2024 to 31 December 2028: \
         import newer ones before reckoning with 1 January 2029"
    );
}

#[test]
fn a_list_that_leaves_a_nation_out_is_not_taken_over() {
    let refused = Holidays::read(
        r#"{"coverage": {"from": "2029-01-01", "to": "2029-12-31"}, "calendars": {"scotland": []}}"#,
    );

    assert!(matches!(refused, Err(HolidaysRefused::NoCalendar("england_wales"))));
}

#[test]
fn a_day_not_worked_says_why() {
    let calendar = Holidays::built_in().of(Nation::England);

    assert_eq!(calendar.why_not_worked(day("2026-12-24")).unwrap(), None);
    assert_eq!(
        calendar.why_not_worked(day("2026-12-28")).unwrap().as_deref(),
        Some("Monday 28 December 2026, Boxing Day (substitute day)")
    );
}

const PUBLISHED: &str = r#"{"england-and-wales": {"division": "england-and-wales", "events": [
    {"title": "New Year’s Day", "date": "2029-01-01", "notes": "", "bunting": true},
    {"title": "Good Friday", "date": "2029-03-30", "notes": "", "bunting": false},
    {"title": "Easter Monday", "date": "2029-04-02", "notes": "", "bunting": true},
    {"title": "Early May bank holiday", "date": "2029-05-07", "notes": "", "bunting": true},
    {"title": "A coronation", "date": "2029-06-15", "notes": "", "bunting": true},
    {"title": "Summer bank holiday", "date": "2029-08-27", "notes": "", "bunting": true},
    {"title": "Christmas Day", "date": "2029-12-25", "notes": "Substitute day", "bunting": true}]}}"#;

#[test]
fn a_newer_list_as_the_government_publishes_it_takes_the_place_of_its_years() {
    let newer = Holidays::read_import(PUBLISHED).unwrap();

    let all = Holidays::built_in().overlaid(&newer).unwrap();

    let england = all.of(Nation::England);
    assert_eq!(england.day(day("2029-06-15")), Ok(Day::Holiday("A coronation")));
    assert_eq!(
        england.why_not_worked(day("2029-12-25")).unwrap().as_deref(),
        Some("Tuesday 25 December 2029, Christmas Day (substitute day)")
    );
    assert_eq!(
        england.day(day("2026-12-28")),
        Holidays::built_in().of(Nation::England).day(day("2026-12-28"))
    );
    assert!(all.of(Nation::Scotland).day(day("2029-01-02")).is_err(), "nothing came for Scotland");
    assert!(all.of_any_part_of_the_united_kingdom().day(day("2029-01-02")).is_err());
}

#[test]
fn a_proclaimed_holiday_changes_a_year_that_was_known() {
    let json = r#"{"coverage": {"from": "2027-05-01", "to": "2027-05-31"},
        "calendars": {"scotland": [{"date": "2027-05-04", "name": "A jubilee"}]}}"#;

    let all = Holidays::built_in().overlaid(&Holidays::read_import(json).unwrap()).unwrap();

    let scotland = all.of(Nation::Scotland);
    assert_eq!(scotland.day(day("2027-05-04")), Ok(Day::Holiday("A jubilee")));
    assert_eq!(scotland.day(day("2027-05-03")), Ok(Day::Working), "not on the newer list of May");
}

#[test]
fn a_list_that_is_cut_short_strange_or_leaves_days_out_is_not_imported() {
    let first = PUBLISHED.find("    {\"title\": \"Early").unwrap();
    let short = format!("{}]}}}}", PUBLISHED[..first].trim_end().trim_end_matches(','));
    let strange =
        r#"{"coverage": {"from": "2029-01-01", "to": "2029-01-31"}, "calendars": {"narnia": []}}"#;
    let late = PUBLISHED.replace("2029", "2031");

    assert!(matches!(
        Holidays::read_import(&short),
        Err(HolidaysRefused::CutShort { count: 3, .. })
    ));
    assert!(matches!(Holidays::read_import(strange), Err(HolidaysRefused::UnknownCalendar(_))));
    assert!(matches!(Holidays::read_import("[]"), Err(HolidaysRefused::Unreadable(_))));
    let gap = Holidays::built_in().overlaid(&Holidays::read_import(&late).unwrap());
    assert!(matches!(gap, Err(HolidaysRefused::Gap { .. })));
}

proptest! {
    #[test]
    fn the_nth_working_day_has_n_working_days_before_it(offset in 0u32..1500, count in 1u32..40) {
        let calendar = Holidays::built_in().of(Nation::Scotland);
        let start = days_after(day("2024-01-01"), offset).unwrap();

        let end = calendar.nth_after(start, count, |_| true).unwrap();

        prop_assert!(calendar.is_working(end).unwrap());
        prop_assert_eq!(calendar.working_days_between(start, end).unwrap(), count);
    }
}
