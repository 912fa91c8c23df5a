//! Several people of one family file: their requests are joined, an item comes from one record into the
//! other without being sent again, and is decided once for each of them.

use candour::access::Role;
use candour::db::Id;
use candour::records::ItemRow;

use crate::families::brother;
use crate::office::{Office, Person, on_both};
use crate::the_pack::{Case, in_review, reviewed};

const WHY: (&str, &str) = ("reason", "Sister and brother, one case file since 2004");

/// A sister's request in review and her brother's beside it, joined by the handler who leads both.
async fn joined(office: &Office) -> (Case, String) {
    let case = in_review(office).await;
    let at = brother(office, &case, &[&case.rita]).await;
    case.rita.get(&at).await.page();
    case.hana.post(&format!("{at}/family"), &[("other", &case.reference), WHY]).await.is_done();
    (case, at)
}

fn id_of(office: &Office, by: &Person, at: &str) -> Id {
    let reference = at.strip_prefix("/requests/").unwrap().parse().unwrap();
    candour::requests::seen_by(&mut office.db(), by.actor(), &reference).unwrap().unwrap().id
}

fn record(office: &Office, by: &Person, at: &str) -> Vec<ItemRow> {
    let request = id_of(office, by, at);
    candour::records::items_of(&mut office.db(), request).unwrap()
}

async fn brings_all(case: &Case, at: &str) {
    let all = [("from", case.reference.as_str()), ("which", "all")];
    case.hana.post(&format!("{at}/family/items"), &all).await.is_done();
}

/// The reference alone.
fn named(at: &str) -> &str {
    at.strip_prefix("/requests/").unwrap()
}

on_both! {
    async fn an_item_is_brought_over_without_being_sent_again(office) {
        let (case, at) = joined(&office).await;
        let page = case.hana.get(&format!("{at}/family")).await.page();
        assert!(page.contains("2 items of its record are not here") && page.contains("School note"), "{page}");
        let there = record(&office, &case.hana, &format!("/requests/{}", case.reference));
        let one = [("from", case.reference.as_str()), ("which", "chosen"), ("items", "1")];
        case.hana.post(&format!("{at}/family/items"), &[("from", case.reference.as_str()), ("which", "chosen")])
            .await.is_refused(422, "hoose the items");

        case.hana.post(&format!("{at}/family/items"), &one).await.is_done();

        let here = record(&office, &case.hana, &at);
        assert_eq!(here.len(), 1);
        assert_eq!((&here[0].original_sha256, &here[0].working_sha256), (&there[0].original_sha256, &there[0].working_sha256));
        assert!(here[0].id != there[0].id && here[0].upload_id.is_none(), "an item of this record, and no file sent");
        case.hana.get(&format!("{at}/review/1")).await.page();
        case.hana.post(&format!("{at}/family/items"), &one).await.is_refused(409, "changed the family file");
        brings_all(&case, &at).await;
        let page = case.hana.get(&format!("{at}/family")).await.page();
        assert!(page.contains("Every item of its record that can be brought over is here"), "{page}");
        let numbers: Vec<i64> = record(&office, &case.hana, &at).iter().map(|item| item.number).collect();
        assert_eq!(numbers, [1, 2]);
        office.works().await;
        assert!(case.hana.get(&format!("{at}/record/names")).await.page().contains("D1"), "it is looked through for this person");
        let story = case.hana.get(&at).await.page();
        assert!(story.contains("1 item into this record") && !story.contains(&case.reference), "{story}");
    }

    async fn an_item_is_reviewed_once_and_decided_for_each_person(office) {
        let (case, at) = joined(&office).await;
        reviewed(&case).await;
        brings_all(&case, &at).await;
        let (sister, brother) = (case.reference.clone(), named(&at).to_owned());
        let place = case.at("family/items/1");
        let page = case.rita.get(&place).await.page();
        assert!(page.contains("Rowan Price") && page.contains("Corin Price") && page.contains("Release with marks"), "{page}");
        assert!(page.contains("Draw the mark of the others for Corin Price too"), "{page}");

        let for_him = format!("decision-{brother}");
        case.rita.post(&place, &[(&for_him, "release_with_marks")]).await.is_refused(422, "carries no marks");
        case.rita.post(&place, &[(&for_him, "")]).await.is_refused(422, "ecide for at least one person");
        case.mona.post(&place, &[(&for_him, "release")]).await.is_refused(404, "not in the same family file");
        case.rita.post(&place, &[(&for_him, "withhold")]).await.is_refused(422, "hoose the ground");
        let both = [
            (for_him.clone(), "release_with_marks"),
            (format!("marks-{brother}"), "true"),
            (format!("decision-{sister}"), "withhold"),
            (format!("ground-{sister}"), "s2p3-16-third-party"),
            (format!("reason-{sister}"), "It is about him alone"),
        ];
        let both: Vec<(&str, &str)> = both.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let one_wrong: Vec<(&str, &str)> = both.iter().copied().filter(|(name, _)| !name.starts_with("reason-")).collect();
        case.rita.post(&place, &one_wrong).await.is_refused(422, "ay why the whole item is withheld");
        assert!(case.rita.get(&place).await.page().contains("Draw the mark of the others"), "all of it or nothing");

        case.rita.post(&place, &both).await.is_done();

        let page = case.rita.get(&place).await.page();
        assert!(page.contains("Withhold: It is about him alone") && page.contains("Release with marks"), "{page}");
        let his = case.rita.get(&format!("{at}/review/1/standing")).await.page();
        assert!(his.contains("about a neighbour"), "the mark stands for him too: {his}");
    }

    async fn nobody_joins_or_learns_of_a_request_that_is_not_theirs(office) {
        let case = in_review(&office).await;
        let olu = office.hires("Olu Strange", Role::Handler).await;
        let at = brother(&office, &case, &[&olu]).await;
        let family = format!("{at}/family");

        olu.post(&family, &[("other", &case.reference), WHY]).await.is_refused(422, "no such request that you work on");
        case.rita.post(&case.at("family"), &[("other", named(&at)), WHY]).await.is_refused(403, "ou may not");
        case.hana.post(&family, &[("other", named(&at)), WHY]).await.is_refused(422, "hat is this request");
        case.hana.post(&family, &[("other", &case.reference), ("reason", " ")]).await.is_refused(422, "ay what makes it one family file");
        case.hana.post(&family, &[("other", &case.reference), WHY]).await.is_done();

        let page = olu.get(&family).await.page();
        assert!(!page.contains(&case.reference) && page.contains("You work on no other request"), "{page}");
        let all = [("from", case.reference.as_str()), ("which", "all")];
        olu.post(&format!("{family}/items"), &all).await.is_refused(404, "not in the same family file");
        case.hana.post(&format!("{family}/leaving"), &[]).await.is_done();
        case.hana.post(&format!("{family}/items"), &all).await.is_refused(404, "not in the same family file");
    }

    async fn what_is_kept_apart_there_stays_kept_apart_here(office) {
        let (case, at) = joined(&office).await;
        let olu = office.hires("Olu Strange", Role::Handler).await;
        for place in [case.at("assignments"), format!("{at}/assignments")] {
            case.hana.post(&place, &[("staff", &olu.actor().id.to_string())]).await.is_done();
        }
        olu.get(&format!("/requests/{}", case.reference)).await.page();
        olu.get(&at).await.page();
        let secret = [
            ("title", "Where they live"), ("kind", "case_note"), ("level", "highly_sensitive"),
            ("topics", "locating"), ("hand", "first_hand"),
        ];
        case.hana.post(&case.at("items/2"), &secret).await.is_done();

        let page = olu.get(&format!("{at}/family")).await.page();
        assert!(!page.contains("Where they live") && page.contains("1 item of its record is not here"), "{page}");
        let chosen = [("from", case.reference.as_str()), ("which", "chosen"), ("items", "2")];
        olu.post(&format!("{at}/family/items"), &chosen).await.is_refused(409, "");
        brings_all(&case, &at).await;
        let here = record(&office, &case.hana, &at);
        assert_eq!((here.len(), here[1].level), (2, candour::records::Level::HighlySensitive));
        assert!(!olu.get(&format!("{at}/record")).await.page().contains("Where they live"), "nor in this record");
    }

    async fn legal_advice_that_is_brought_over_stays_set_apart(office) {
        let (case, at) = joined(&office).await;
        let advice = [
            ("answer", "advice"), ("client", "The director of children's services"), ("shared", "no"), ("court", "no"),
            ("says_so", "Ann Lowe, solicitor"), ("reason", "Her advice on the care order"),
        ];
        case.hana.post(&case.at("items/2/legal-advice"), &advice).await.is_done();

        brings_all(&case, &at).await;

        let here = record(&office, &case.hana, &at);
        assert_eq!(here.iter().map(|item| item.privileged).collect::<Vec<_>>(), [false, true]);
        case.rita.get(&case.at("family/items/2")).await.is_refused(404, "");
        let family = case.rita.get(&format!("{at}/family")).await.page();
        assert!(family.contains("family/items/1\"") && !family.contains("family/items/2\""), "{family}");
    }
}
