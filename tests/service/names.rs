//! Whether the items of a record are about the person it is about, and who is spelt nearly alike.

use candour::access::Role;

use crate::office::{Office, on_both};
use crate::the_pack::{Case, in_review};

/// Rowan Price's record: D1 and D2 name them, D3 a spelling, D4 the same spelling, D5 nobody.
async fn with_other_spellings(office: &Office) -> Case {
    let case = in_review(office).await;
    let files: [(&str, &str, &[u8]); 3] = [
        ("files", "Clinic.txt", b"Rowen Pryce was seen with Rowan Pryce at the clinic.\n"),
        ("files", "Nurse.txt", b"We spoke with Rowan Pryce about school.\n"),
        ("files", "Boiler.txt", b"The boiler of the house was mended.\n"),
    ];
    case.hana.upload(&case.at("record"), &[("source", "Clinic")], &files).await;
    office.works().await;
    case
}

on_both! {
    async fn who_is_spelt_nearly_alike_is_judged_once_and_nobody_is_named_in_silence(office) {
        let case = with_other_spellings(&office).await;
        let names = case.at("record/names");

        let page = case.rita.get(&names).await.page();
        assert!(page.contains("Rowan Price") && page.contains("<bdi>Rowan Pryce</bdi>"), "{page}");
        let variant = page.split("<bdi>Rowan Pryce</bdi>").nth(1).unwrap();
        assert!(variant.contains(">D3</a>, ") && variant.contains(">D4</a>") && variant.contains("Nobody has said"), "{variant}");
        let nobody = page.split("Nothing here names the person").nth(1).unwrap();
        assert!(nobody.contains(">D5</a>") && !nobody.contains(">D1</a>"), "{nobody}");
        let list = case.rita.get(&case.at("record")).await.page();
        assert!(list.contains("Spelling variant: Rowan Pryce") && list.contains("Nothing here names the person"), "{list}");
        let item = case.rita.get(&case.at("items/4")).await.page();
        assert!(item.contains("Spelling variant: Rowan Pryce"), "{item}");

        case.rita.post(&names, &[("spelling", "Rowan Pryce"), ("verdict", "same")]).await.is_done();
        case.rita.post(&names, &[("spelling", "Rowen Pryce"), ("verdict", "another")]).await.is_done();

        let list = case.rita.get(&case.at("record")).await.page();
        assert!(!list.contains("Spelling variant: Rowan Pryce") && list.contains("Names somebody else: Rowen Pryce"), "{list}");
        let flagged = case.rita.get(&case.at("record?flag=unnamed")).await.page();
        assert!(flagged.contains("1 to 1 of 1") && flagged.contains(">Boiler<"), "{flagged}");
        let diary = candour::audit::latest(&mut office.db(), None, 500).unwrap();
        assert!(diary.iter().all(|entry| !entry.detail.contains("Pryce")), "a name is no word for the diary");
    }

    async fn only_a_spelling_that_stands_there_is_judged_by_those_whose_work_it_is(office) {
        let case = with_other_spellings(&office).await;
        let names = case.at("record/names");
        let same = [("spelling", "Rowan Pryce"), ("verdict", "same")];

        case.rita.post(&names, &[("spelling", "Rowan Pierce"), ("verdict", "same")]).await.is_refused(404, "");
        case.rita.post(&names, &[("spelling", "Rowan Pryce"), ("verdict", "perhaps")]).await.is_refused(422, "hoose whether it is the same person");
        case.mona.post(&names, &same).await.is_refused(403, "");
        let stranger = office.hires("Rex Hall", Role::Reviewer).await;
        assert_eq!(stranger.get(&names).await.status, 404);
        for number in [3, 4] {
            let secret = [("title", "Secret"), ("kind", "case_note"), ("hand", "first_hand"), ("level", "highly_sensitive"), ("topics", "locating")];
            case.hana.post(&case.at(&format!("items/{number}")), &secret).await.is_done();
        }
        assert!(!case.rita.get(&names).await.page().contains("Pryce"), "what is not hers to know of");
        assert_eq!(case.rita.post(&names, &same).await.status, 404);
    }

    async fn the_record_is_looked_through_again_when_a_name_is_added(office) {
        let case = with_other_spellings(&office).await;
        let names = case.at("record/names");
        let look = case.at("record/names/look");
        case.rita.post(&names, &[("spelling", "Rowen Pryce"), ("verdict", "another")]).await.is_done();

        case.rita.post(&look, &[]).await.is_done();
        assert!(case.rita.get(&names).await.page().contains("5 items are still to be looked through"));
        office.works().await;

        let page = case.rita.get(&names).await.page();
        assert!(!page.contains("still to be looked through") && page.contains("Rowan Pryce"), "{page}");
        assert!(page.contains("Somebody else</strong>"), "what was said of a spelling stays: {page}");
        case.mona.post(&look, &[]).await.is_refused(403, "");
    }
}
