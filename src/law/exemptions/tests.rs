#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use serde_json::json;

use super::*;

fn ruling(id: &str, facts: serde_json::Value) -> Outcome {
    find(id).unwrap().test_on(&Facts::read(&facts.to_string()).unwrap()).outcome
}

#[test]
fn every_exemption_of_the_table_has_a_rule() {
    assert_eq!(all().len(), 43);
    for exemption in all() {
        assert!(rules::has_rule(exemption), "{} has no rule", exemption.id);
    }
}

#[test]
fn nothing_stated_lets_nothing_be_withheld() {
    for exemption in all() {
        let ruling = exemption.test_on(&Facts::default());

        assert!(!ruling.outcome.lets_withhold(), "{}: {ruling:?}", exemption.id);
        assert!(ruling.wanting().count() > 0, "{}", exemption.id);
    }
}

#[test]
fn every_fact_a_test_turns_on_can_be_asked_for() {
    let known: BTreeSet<&str> = ALL_FACTS.iter().map(|fact| fact.name).collect();
    assert_eq!(known.len(), ALL_FACTS.len(), "two facts have one name");

    for exemption in all() {
        for fact in exemption.asks_for() {
            assert!(known.contains(fact.name));
        }
    }
}

#[test]
fn a_form_can_open_every_exemption_that_stands_behind_a_mark() {
    let harm = find("s3p3-11-sw-serious-harm").unwrap();
    let mut facts = Facts::default();
    for fact in harm.asks_for() {
        facts.state_words(
            fact,
            match fact.name {
                "nation" => "wales",
                "data_class" => "social_work",
                "harm_to" => "another",
                _ => "yes",
            },
        );
    }

    assert_eq!(harm.test_on(&facts).outcome, Outcome::Available);
    assert_eq!(Facts::read(&facts.to_json()).unwrap(), facts);
}

#[test]
fn silence_has_one_wording_for_all() {
    for exemption in all() {
        if let Some(neutral) = &exemption.plain_english_neutral {
            assert_eq!(neutral, NEUTRAL, "{}", exemption.id);
        }
    }
    let lpp = find("s2p4-19-lpp").unwrap();
    assert!(lpp.words_for_the_requester(false).contains("legal advice"));
    assert_eq!(lpp.words_for_the_requester(true), NEUTRAL);
    let adoption = find("s4-3-adoption").unwrap();
    assert_eq!(adoption.words_for_the_requester(true), adoption.plain_english);
}

#[test]
fn the_short_list_leaves_out_what_cannot_apply() {
    let of = |nation, requester| -> Vec<&str> {
        short_list(nation, requester).into_iter().map(|exemption| exemption.id.as_str()).collect()
    };

    let care_leaver = of(Nation::England, Standing::DataSubject);
    let parent = of(Nation::Scotland, Standing::ParentPr);

    assert!(care_leaver.contains(&"s2p3-16-third-party"));
    assert!(!care_leaver.contains(&"s3p5-21-child-abuse"), "never against the person");
    assert!(!care_leaver.contains(&"s3p3-12-sw-reporter"), "Scotland only");
    assert!(!care_leaver.contains(&"s2p3-17-professionals"), "withholds nothing");
    assert!(parent.contains(&"s3p3-10-sw-expectation"));
    assert!(!parent.contains(&"s3p5-21-child-abuse"), "not law in Scotland");
    assert_eq!(
        offered(Nation::England, Standing::DataSubject).first().unwrap().likely_in_social_care,
        Likelihood::Common
    );
}

#[test]
fn a_local_ground_leads_to_exemptions_and_is_none() {
    let grounds: Vec<&str> = LocalGround::ExpectationOfNonDisclosure
        .leads_to()
        .map(|exemption| exemption.id.as_str())
        .collect();

    assert!(grounds.contains(&"s2p3-16-third-party"));
    assert!(find(LocalGround::ExpectationOfNonDisclosure.name()).is_none());
    assert!(LocalGround::SeriousHarm.explained().gap.contains("health professional"));
}

#[test]
fn the_list_of_adoption_enactments_is_closed() {
    let route =
        |by: &str| ruling("s4-3-adoption", json!({"nation": "england", "restricted_by": by}));

    assert_eq!(
        route("regulation 41 of the Adoption Agencies Regulations 2005"),
        Outcome::StatutoryRoute
    );
    assert_eq!(route("reg 42 Adoption Agencies (Wales) Regulations 2005"), Outcome::StatutoryRoute);
    assert_eq!(route("reg 15 Adoption Agencies Regulations 2005"), Outcome::NotAvailable);
    assert_eq!(route("s.57 Adoption and Children Act 2002"), Outcome::NotAvailable);
    assert_eq!(
        ruling(
            "s4-4-sen",
            json!({"nation": "wales", "restricted_by": "reg 17 Special Educational Needs and Disability Regulations 2014"})
        ),
        Outcome::NotAvailable
    );
    assert_eq!(
        ruling(
            "s4-6-childrens-hearing",
            json!({"nation": "scotland", "restricted_by": "s.178 Children's Hearings (Scotland) Act 2011"})
        ),
        Outcome::StatutoryRoute
    );
    assert_eq!(
        ruling(
            "s4-2-fertility",
            json!({"restricted_by": "s.31ZA Human Fertilisation and Embryology Act 1990"})
        ),
        Outcome::StatutoryRoute
    );
}

#[test]
fn investigation_became_a_purpose_with_the_act_of_2025() {
    let asked_on = |day: &str| {
        ruling(
            "s2p1-2-crime",
            json!({"purpose": "investigate_crime", "prejudice_likely": true, "decision_date": day}),
        )
    };

    assert_eq!(asked_on("2026-02-04"), Outcome::NotAvailable);
    assert_eq!(asked_on("2026-02-05"), Outcome::Available);
}

#[test]
fn the_court_paragraphs_cover_the_courts_own_data() {
    let held_by = |who: &str| {
        ruling(
            "s3p3-9-sw-court",
            json!({"data_class": "social_work", "processed_by": who, "supplied_as_report_or_evidence": true, "rules_allow_withholding": true}),
        )
    };

    assert_eq!(held_by("court"), Outcome::Available);
    assert_eq!(held_by("local_authority"), Outcome::NotAvailable);
}

#[test]
fn a_health_professional_holding_the_record_needs_no_opinion() {
    let facts = json!({"data_class": "health", "controller": "health_professional", "serious_harm_likely": true});

    assert_eq!(ruling("s3p2-5-health-serious-harm", facts.clone()), Outcome::Available);
    assert_eq!(ruling("s3p2-6-health-opinion-first", facts), Outcome::NoBar);
}

#[test]
fn an_opinion_that_harm_is_likely_keeps_the_bar_down() {
    let says = |what: &str| {
        ruling(
            "s3p2-6-health-opinion-first",
            json!({"data_class": "health", "decision_date": "2026-11-20",
                "opinion": {"says": what, "by": "appropriate_health_professional", "date": "2026-11-01"}}),
        )
    };

    assert_eq!(says("met"), Outcome::Barred);
    assert_eq!(says("not_met"), Outcome::NoBar);
}

#[test]
fn a_worker_shown_in_that_work_is_not_weighed() {
    let weighed = |role: &str, official: bool| {
        ruling(
            "s2p3-16-third-party",
            json!({"third_party": {"role": role, "official_capacity": official, "identifiable": true}}),
        )
    };

    assert_eq!(weighed("former_council_social_worker", true), Outcome::NotAvailable);
    assert_eq!(weighed("council_social_worker", false), Outcome::Balance);
    assert_eq!(weighed("police_officer", true), Outcome::Balance);
}

#[test]
fn workers_are_known_by_their_work_and_not_by_their_employer() {
    let deemed = |role: &str| {
        ruling(
            "s2p3-17-professionals",
            json!({"third_party": {"role": role, "official_capacity": true}}),
        ) == Outcome::DeemedReasonable
    };

    for shown in [
        "council_social_worker",
        "former_foster_carer_for_reward",
        "cafcass_officer",
        "headteacher",
        "school_nurse",
        "gp",
    ] {
        assert!(deemed(shown), "{shown}");
    }
    for weighed in [
        "police_officer",
        "housing_officer",
        "unpaid_volunteer",
        "kinship_carer",
        "private",
        "councillor",
    ] {
        assert!(!deemed(weighed), "{weighed}");
    }
}

#[test]
fn only_the_advice_is_privileged() {
    let kept =
        |document: &str| ruling("s2p4-19-lpp", json!({"document": document})) == Outcome::Available;

    assert!(kept("legal_advice"));
    assert!(kept("report_for_litigation"));
    assert!(!kept("meeting_minutes_non_advice_part"));
    assert!(!kept("legal_planning_meeting_minutes"));
}

#[test]
fn case_files_arranged_by_person_are_never_unstructured() {
    let reached = |facts| ruling("s24-manual-unstructured", facts) == Outcome::Available;

    assert!(reached(json!({"unstructured_manual": true, "request_describes_data": false})));
    assert!(!reached(json!({"unstructured_manual": true, "request_describes_data": true})));
    assert!(!reached(json!({"arranged_by_person": true, "cost_exceeds_maximum": true})));
}

#[test]
fn size_and_motive_make_no_request_excessive() {
    let refusable = |facts| ruling("a12-5-unfounded-excessive", facts) == Outcome::Available;

    assert!(!refusable(json!({"pages": 20000, "motive": "litigation"})));
    assert!(refusable(json!({"repetitive": true})));
    assert!(!refusable(json!({"repetitive": true, "reasonable_interval": true})));
}

#[test]
fn a_complaint_that_is_finished_protects_nothing() {
    let kept = |stage: &str| {
        ruling(
            "s2p2-10-complaints",
            json!({"purpose": "complaint", "enquiry": stage, "prejudice_likely": true}),
        )
    };

    assert_eq!(kept("live"), Outcome::Available);
    assert_eq!(kept("closed"), Outcome::NotAvailable);
}
