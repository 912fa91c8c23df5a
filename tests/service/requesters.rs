//! Who asks: what each must prove, and what changes for each.

use candour::access::Role;
use candour::letters::LetterKind;

use crate::office::{Office, Person, on_both};

/// Registered on paper by a handler: a child of thirteen, and who asks.
async fn registers(handler: &Person, kind: &str, born_year: &str, nation: &str) -> String {
    let letter = [
        ("requester_kind", kind),
        ("requester_name", "Dana Price"),
        ("subject_name", "Rowan Price"),
        ("born_on_day", "3"),
        ("born_on_month", "5"),
        ("born_on_year", born_year),
        ("address", "1 High Street"),
        ("asked_for", "The file"),
        ("receive_by", "post"),
        ("received_how", "letter"),
        ("received_on_day", "16"),
        ("received_on_month", "11"),
        ("received_on_year", "2026"),
        ("nation", nation),
    ];
    let answer = handler.post("/requests", &letter).await;
    answer.is_done();
    answer.location().to_owned()
}

fn letters(office: &Office, at: &str, kind: LetterKind) -> Vec<String> {
    let reference = at.trim_start_matches("/requests/").parse().unwrap();
    let request = candour::requests::by_reference(&mut office.db(), &reference).unwrap().unwrap();
    let all = candour::letters::of_request(&mut office.db(), request.id).unwrap();
    all.into_iter().filter(|letter| letter.kind == kind).map(|letter| letter.body).collect()
}

const PARENT: [(&str, &str); 6] = [
    ("verdict", "proved"),
    ("evidence", "passport seen"),
    ("authority", "birth certificate"),
    ("checks", "is-the-child-able-to-exercise-the-right"),
    ("checks", "child-s-views-recorded"),
    ("checks", "orders-and-risk-checked"),
];

const CHILD: [(&str, &str); 5] = [
    ("understands", "yes"),
    ("how", "Her social worker in two talks: she is 13 and explains it in her own words"),
    ("wishes", "objects"),
    ("wishes_words", "I do not want Mum to read it"),
    ("parents", "consulted"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], change: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().copied().filter(|(name, _)| *name != change.0);
    kept.chain([change]).collect()
}

on_both! {
    async fn a_parent_is_refused_where_a_child_with_understanding_objects(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "parent_pr", "2013", "england").await;
        let (identity, child) = (format!("{at}/identity"), format!("{at}/identity/understanding"));

        hana.post(&identity, &PARENT).await.is_refused(409, "record first what the child understands".split_at(1).1);
        hana.post(&child, &CHILD[..1]).await.is_refused(422, "Say what the child wishes");
        hana.post(&child, &with(&CHILD, ("how", " "))).await.is_refused(422, "with age and maturity");
        hana.post(&child, &with(&CHILD, ("wishes_words", ""))).await.is_refused(422, "what the child said");
        hana.post(&child, &CHILD).await.is_done();
        hana.post(&identity, &PARENT).await.is_refused(409, "the child understands what it means and objects".split_at(1).1);

        let page = hana.get(&identity).await.page();
        assert!(page.contains("I do not want Mum to read it") && page.contains("she is 13"), "{page}");
        assert!(hana.get(&at).await.page().contains("Received"), "nothing moved");
        hana.post(&child, &with(&with(&CHILD, ("wishes", "agrees")), ("wishes_words", "Yes, she may"))).await.is_done();
        hana.post(&identity, &PARENT).await.is_done();
    }

    async fn a_child_who_was_not_asked_needs_a_reason_in_their_interests(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "parent_pr", "2013", "england").await;
        let (identity, child) = (format!("{at}/identity"), format!("{at}/identity/understanding"));
        let silent = with(&CHILD, ("wishes", "not_asked"));
        hana.post(&child, &silent).await.is_done();

        hana.post(&identity, &PARENT).await.is_refused(409, "ask them, or say why");

        hana.post(&child, &with(&silent, ("interests", "Her treatment cannot wait"))).await.is_done();
        hana.post(&identity, &PARENT).await.is_done();
    }

    async fn parents_are_consulted_unless_a_reason_is_recorded(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "child_competent", "2012", "england").await;
        let child = format!("{at}/identity/understanding");
        let agrees = with(&CHILD, ("wishes", "agrees"));

        hana.post(&child, &with(&agrees, ("parents", ""))).await.is_refused(422, "whether the parents were consulted");
        hana.post(&child, &with(&agrees, ("parents", "exception"))).await.is_refused(422, "why the parents were not consulted");
        let except = with(&with(&agrees, ("parents", "exception")), ("parents_words", "The father hurt her"));
        hana.post(&child, &except).await.is_done();

        assert!(hana.get(&format!("{at}/identity")).await.page().contains("The father hurt her"));
    }

    async fn a_mature_childs_refusal_to_have_parents_consulted_is_decided_and_recorded(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "child_competent", "2011", "england").await;
        let child = format!("{at}/identity/understanding");
        let refuses = with(&with(&CHILD, ("wishes", "agrees")), ("parents", "child_refuses"));

        hana.post(&child, &refuses).await.is_refused(422, "what was decided about the child&#39;s refusal".split('&').next().unwrap());
        hana.post(&child, &with(&refuses, ("parents_words", "Her wish is followed: she is 15 and lives apart"))).await.is_done();

        assert!(hana.get(&format!("{at}/identity")).await.page().contains("Her wish is followed"));
    }

    async fn an_advocate_takes_part_and_a_consultation_in_vain_is_told(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "child_competent", "2011", "england").await;
        let child = format!("{at}/identity/understanding");
        let vain = with(&with(&with(&CHILD, ("wishes", "agrees")), ("parents", "could_not")), ("parents_words", "Three letters, two calls"));

        hana.post(&child, &vain).await.is_refused(422, "how they can comment");
        let told = with(&with(&vain, ("told", "The mother's sister, by letter of 18 November")), ("advocate", "Priya Nair of Voice"));
        hana.post(&child, &told).await.is_done();

        let page = hana.get(&format!("{at}/identity")).await.page();
        assert!(page.contains("Priya Nair of Voice") && page.contains("letter of 18 November"), "{page}");
    }

    async fn each_nation_has_its_own_rule_for_a_childs_understanding(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let proof = [("verdict", "proved"), ("evidence", "known to us"), ("checks", "record-how-understanding-was-judged-and-by-whom")];

        let scots = registers(&hana, "child_competent", "2013", "scotland").await;
        assert!(hana.get(&format!("{scots}/identity")).await.page().contains("presumes that a child of this age understands"));
        hana.post(&format!("{scots}/identity"), &proof).await.is_done();

        let english = registers(&hana, "child_competent", "2013", "england").await;
        hana.post(&format!("{english}/identity"), &proof).await.is_refused(409, "how the child");
        let no = with(&with(&CHILD, ("understands", "no")), ("wishes", "agrees"));
        hana.post(&format!("{english}/identity/understanding"), &no).await.is_done();
        hana.post(&format!("{english}/identity"), &proof).await.is_refused(409, "cannot ask alone");

        let grown = registers(&hana, "parent_pr", "2001", "england").await;
        hana.post(&format!("{grown}/identity"), &PARENT).await.is_refused(409, "of age");
    }

    async fn every_kind_of_requester_is_shown_what_they_prove_and_what_changes(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        for (kind, proof, change) in [
            ("solicitor", "The authority covers this request", "different process"),
            ("attorney", "The power is registered and in force", "appointed by a court"),
            ("court_appointed", "The order is sealed", "within the order"),
            ("care_leaver", "Support offered", "Search old paper"),
            ("parent_no_pr", "gave written authority", "Treat as a third party"),
            ("deceased_health", "represents the dead person", "does not cover the dead"),
            ("deceased_social_care", "What the person wished in life", "confidence, wishes in life"),
            ("other_local_authority", "The function that the request serves", "Share what is needed"),
            ("foi_requester", "freedom of information", "treat as subject access from the day of receipt"),
        ] {
            let at = registers(&hana, kind, "1961", "england").await;
            let page = hana.get(&format!("{at}/identity")).await.page();
            assert!(page.contains(proof), "{kind} proves {proof:?}: {page}");
            assert!(page.contains(change), "{kind} changes {change:?}");
        }
    }

    async fn an_adopted_adult_is_told_of_the_adoption_procedure_first(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "adopted_adult", "1990", "england").await;
        let proof = [("verdict", "proved"), ("evidence", "adoption certificate"), ("checks", "the-person-is-of-the-age-that-the-law-names")];
        hana.post(&format!("{at}/identity"), &proof).await.is_refused(409, "explain the adoption procedure".split_at(1).1);

        let part = [("to", "adoption"), ("to_whom", "Northmoor adoption service, 01632 960900")];
        hana.post(&format!("{at}/elsewhere"), &part[..1]).await.is_refused(422, "who they can turn to");
        hana.post(&format!("{at}/elsewhere"), &part).await.is_done();

        let told = &letters(&office, &at, LetterKind::Elsewhere)[0];
        assert!(told.contains("does not reach adoption records") && told.contains("01632 960900") && told.contains("We go on with everything else"), "{told}");
        hana.post(&format!("{at}/identity"), &proof).await.is_done();
    }

    async fn an_adopted_adult_who_asks_for_nothing_else_is_sent_there(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "adopted_adult", "1990", "england").await;
        let whole = [("to", "adoption"), ("to_whom", "Northmoor adoption service, 01632 960900"), ("whole", "true")];

        hana.post(&format!("{at}/elsewhere"), &whole).await.is_done();

        assert!(hana.get(&at).await.page().contains("Sent elsewhere"));
        assert!(letters(&office, &at, LetterKind::Elsewhere)[0].contains("We close your request"));
        hana.post(&format!("{at}/elsewhere"), &whole).await.is_refused(409, "this request is over".split_at(1).1);
    }

    async fn a_freedom_of_information_request_becomes_an_access_request_from_its_day_of_receipt(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let at = registers(&hana, "foi_requester", "1990", "england").await;
        let page = hana.get(&at).await.page();
        // 30 November, St Andrew's Day, is a bank holiday in a part of the United Kingdom and does not count.
        assert!(page.contains("Due 15 December 2026"), "the twentieth working day: {page}");
        let name = format!("{at}/name");

        hana.post(&name, &[("requester_kind", "police"), ("why", "x")]).await.is_refused(409, "cannot be taken");
        hana.post(&name, &[("requester_kind", "adult_self")]).await.is_refused(422, "Say why it is an access request");
        hana.post(&name, &[("requester_kind", "adult_self"), ("why", "She asks for her own file")]).await.is_done();

        let page = hana.get(&at).await.page();
        assert!(page.contains("16 November 2026") && page.contains("Due 16 December 2026"), "a month from receipt: {page}");
        hana.post(&name, &[("requester_kind", "adult_self"), ("why", "again")]).await.is_refused(409, "cannot be taken");
    }

    async fn nobody_else_judges_a_child_or_learns_of_one(office) {
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reid", Role::Handler).await);
        let rita = office.hires("Rita Shaw", Role::Reviewer).await;
        let at = registers(&hana, "parent_pr", "2013", "england").await;
        let child = format!("{at}/identity/understanding");

        assert_eq!(omar.post(&child, &CHILD).await.status, 404);
        rita.post(&child, &CHILD).await.is_refused(403, "ou may not");
    }
}
