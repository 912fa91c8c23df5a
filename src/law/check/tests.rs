#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

const DEADLINES: &str = include_str!("../data/deadline_vectors.json");

#[test]
fn every_deadline_vector_agrees() {
    let report = check(DEADLINES).unwrap();

    assert_eq!(report.checked, 107);
    assert!(report.agrees(), "{report}");
}

#[test]
fn every_exemption_vector_agrees() {
    let report = check(include_str!("../data/exemption_vectors.json")).unwrap();

    assert_eq!(report.checked, 50);
    assert!(report.agrees(), "{report}");
}

#[test]
fn a_wrong_outcome_is_shown_condition_by_condition() {
    let report = check(
        r#"{"vectors": [{"id": "X", "title": "T", "exemption": "s3p4-19-ed-serious-harm",
            "facts": {"data_class": "education"}, "expected": "available", "why": "W"}]}"#,
    )
    .unwrap();

    let shown = report.to_string();
    assert!(shown.contains("outcome: expected available, ours is not_available"), "{shown}");
    assert!(shown.contains("distress is not enough: not stated, does not hold"), "{shown}");
}

#[test]
fn a_wrong_date_is_shown_with_its_working() {
    let wrong = DEADLINES.replacen(r#""due": "2024-10-03""#, r#""due": "2024-10-04""#, 1);

    let report = check(&wrong).unwrap();

    assert_eq!(report.differences.len(), 1);
    let shown = report.to_string();
    assert!(shown.contains("DV-001  ICO example: 3 September to 3 October"), "{shown}");
    assert!(shown.contains("due: expected 2024-10-04, reckoned 2024-10-03"), "{shown}");
    assert!(shown.contains("3 September 2024 + 1 month = Thursday 3 October 2024"), "{shown}");
    assert!(shown.ends_with("106 of 107 agree"), "{shown}");
}

#[test]
fn a_vector_that_cannot_be_read_is_a_difference_and_no_silence() {
    let report =
        check(r#"{"vectors": [{"id": "X-1", "regime": "uk_zzz", "expected": {}}, {"id": "X-2"}]}"#)
            .unwrap();

    assert_eq!(report.differences.len(), 2);
    assert!(check(r#"{"vectors": []}"#).is_err());
    assert!(check("{}").is_err());
}

proptest::proptest! {
    #[test]
    fn no_file_however_odd_stops_the_check(regime in "[a-z_]{0,12}", received in "[0-9-]{0,12}", on in "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])") {
        for (regime, received) in [(regime.as_str(), received.as_str()), ("uk_sar", &on), ("foia", &on), ("ahra", &on)] {
            let file = serde_json::json!({"vectors": [{
                "regime": regime, "nation": "scotland", "received": received,
                "events": [{"type": "clarification_received", "date": on}, {"type": "fees_notice", "date": on}],
                "expected": {"due": null}
            }]});
            proptest::prop_assert_eq!(check(&file.to_string()).unwrap().checked, 1);
        }
    }
}
