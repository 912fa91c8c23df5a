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
