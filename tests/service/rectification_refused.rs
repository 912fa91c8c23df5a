//! What a correction waits for, and who may not touch it.

use candour::access::Role;

use crate::office::on_both;
use crate::rectification::{CONTESTED, Case, looked_into};

on_both! {
    async fn a_correction_is_not_looked_into_before_identity_and_item_are_known(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let mut form: Vec<(&str, &str)> = CONTESTED
            .iter()
            .filter(|(name, _)| !["received_how", "nation"].contains(name))
            .copied()
            .collect();
        let answer = office.visitor().post("/correct", &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let to = answer.location().strip_prefix("/ask/sent/").unwrap().to_owned();
        let case = Case { hana, record: String::new(), reference: to.split('?').next().unwrap().to_owned() };
        case.hana.post(&format!("/requests/{}/owner", case.reference), &[]).await.is_done();

        case.step("use_restricted").await.is_refused(409, "decide whether identity is proved");
        let proof = [("verdict", "proved"), ("evidence", "passport seen")];
        case.hana.post(&format!("/requests/{}/identity", case.reference), &proof).await.is_done();
        case.step("use_restricted").await.is_refused(409, "say in which item passage 1 stands");
        case.hana.post(&case.at("/record"), &[("record", "SAR-2026-00999")]).await.is_refused(422, "no such request");
        case.hana.post(&case.passage(1, "item").await, &[("item", "D1")]).await.is_refused(422, "first in the record of which request");

        form.retain(|(name, _)| *name != "should_say");
        office.visitor().post("/correct", &form).await.is_refused(422, "Say what it should say");
    }

    async fn anothers_correction_does_not_exist_for_any_act(office) {
        let case = looked_into(&office).await;
        let omar = office.hires("Omar Shah", Role::Handler).await;
        let rita = office.hires("Rita Moss", Role::Reviewer).await;
        let passage = case.passage(1, "author").await.replace("/author", "");

        omar.get(&case.at("")).await.is_refused(404, "");
        for (place, fields) in [
            ("/record", &[("record", "SAR-2026-00001")][..]),
            ("/passages", &[("place", "x"), ("says", "x"), ("should_say", "x")][..]),
            ("/steps", &[("event", "author_heard")][..]),
            ("/steps", &[("event", "withdrawn"), ("reason", "x")][..]),
            ("/recipients", &[("name", "x"), ("address", "x")][..]),
        ] {
            omar.post(&case.at(place), fields).await.is_refused(404, "");
            rita.post(&case.at(place), fields).await.is_refused(403, "ou may not");
        }
        for (place, fields) in [
            ("item", &[("item", "D1")][..]),
            ("author", &[("author", "x")][..]),
            ("decision", &[("outcome", "refused"), ("decision_reason", "x")][..]),
            ("statement", &[("statement", "x")][..]),
        ] {
            omar.post(&format!("{passage}/{place}"), fields).await.is_refused(404, "");
        }
        let file = [("files", "birth.txt", b"1998".as_slice())];
        assert_eq!(omar.upload(&case.at("/evidence"), &[], &file).await.status, 404);
    }

    async fn evidence_is_kept_and_its_taking_out_is_in_the_diary(office) {
        let case = looked_into(&office).await;
        let file = [("files", "birth certificate.txt", b"born in 1998".as_slice())];

        case.hana.upload(&case.at("/evidence"), &[], &file).await.is_done();

        let page = case.hana.get(&case.at("")).await.page();
        let begins = "/correction/evidence/";
        let at = page.find(begins).map(|at| at + begins.len()).unwrap();
        let taken = case.hana.get(&case.at(&format!("/evidence/{}", &page[at..at + 36]))).await;
        assert_eq!(taken.bytes, b"born in 1998");
        let story = case.hana.get(&format!("/requests/{}", case.reference)).await.page();
        assert!(story.contains("took out evidence"), "{story}");
    }
}
