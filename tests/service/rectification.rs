//! A correction from the first word to the last notice: who may decide, what stays, who is told.

use candour::access::Role;
use candour::audit;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::requests::{FORM, gathers};

const NOTE: &[u8] = b"Visit on 3 May. Rowan was difficult.\nRowan was born in 1997.\n";

/// The person's own words, with all that a tidy clerk would mend.
const OWN_WORDS: &str = "i was NOT difficult,\ni was scared  & nobody asked";

pub const CONTESTED: [(&str, &str); 10] = [
    ("place", "the visit in May"),
    ("says", "Rowan was difficult."),
    ("should_say", OWN_WORDS),
    ("statement", "It hurts me to read this."),
    ("subject_name", "Rowan Price"),
    ("requester_kind", "adult_self"),
    ("email", "rowan@example.org"),
    ("address", "4 Mill Lane\nNorthmoor"),
    ("received_how", "letter"),
    ("nation", "england"),
];

/// A handler whose request has one note in its record, and a correction of it.
pub struct Case {
    pub hana: Person,
    pub record: String,
    pub reference: String,
}

impl Case {
    pub fn at(&self, place: &str) -> String {
        format!("/requests/{}/correction{place}", self.reference)
    }

    /// The page of the passage with this number.
    pub async fn passage(&self, number: usize, place: &str) -> String {
        let page = self.hana.get(&self.at("")).await.page();
        let begins = format!("{}/", self.at("/passages"));
        let mut ids: Vec<&str> = page
            .match_indices(&begins)
            .map(|(at, _)| &page[at + begins.len()..at + begins.len() + 36])
            .collect();
        ids.dedup();
        self.at(&format!("/passages/{}/{place}", ids[number - 1]))
    }

    pub async fn step(&self, event: &str) -> crate::answer::Answer {
        self.hana.post(&self.at("/steps"), &[("event", event), ("reason", "We looked again")]).await
    }

    pub async fn hear(&self) {
        let author = [("author", "She does not remember that day.")];
        self.hana.post(&self.passage(1, "author").await, &author).await.is_done();
    }

    pub async fn decide(&self, outcome: &str, new_words: &str) {
        let decision = [
            ("outcome", outcome),
            ("decision_reason", "Two letters of that week say otherwise."),
            ("new_words", new_words),
        ];
        self.hana.post(&self.passage(1, "decision").await, &decision).await.is_done();
    }
}

/// Registers a correction of D1 in this record, received today, with identity proved.
pub async fn registered(office: &Office, hana: &Person, record: &str) -> String {
    use chrono::Datelike as _;
    let today = office.now().date_naive();
    let (day, month, year) =
        (today.day().to_string(), today.month().to_string(), today.year().to_string());
    let mut form = CONTESTED.to_vec();
    form.extend([
        ("record", record),
        ("received_on_day", &*day),
        ("received_on_month", &*month),
        ("received_on_year", &*year),
    ]);
    let answer = hana.post("/corrections", &form).await;
    answer.is_done();
    let to = answer.location().strip_prefix("/requests/").unwrap().to_owned();
    let reference = to.split('/').next().unwrap().to_owned();
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    hana.post(&format!("/requests/{reference}/identity"), &proof).await.is_done();
    reference
}

pub async fn a_case(office: &Office) -> Case {
    let hana = office.hires("Hana Price", Role::Handler).await;
    let record = gathers(office, &hana).await;
    let files = [("files", "Visit in May.txt", NOTE)];
    hana.upload(&format!("/requests/{record}/record"), &[("source", "Hill House")], &files).await;
    office.works().await;
    let reference = registered(office, &hana, &record).await;
    Case { hana, record, reference }
}

/// The same, with D1 named and being looked into.
pub async fn looked_into(office: &Office) -> Case {
    let case = a_case(office).await;
    let item = [("item", "D1"), ("page", "1")];
    case.hana.post(&case.passage(1, "item").await, &item).await.is_done();
    case.step("use_restricted").await.is_done();
    case
}

/// Sends D1 to somebody who asks for Rowan, and gives their request's reference.
async fn given_to(office: &Office, team: &[&Person; 3], who: &[(&str, &str)]) -> String {
    let [hana, rita, mona] = team;
    let mut form: Vec<(&str, &str)> =
        FORM.iter().filter(|(name, _)| who.iter().all(|(n, _)| n != name)).copied().collect();
    form.extend_from_slice(who);
    let answer = office.visitor().post("/ask", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = answer.location().strip_prefix("/ask/sent/").unwrap().to_owned();
    let reference = to.split('?').next().unwrap().to_owned();
    let at = |place: &str| format!("/requests/{reference}/{place}");
    hana.post(&at("owner"), &[]).await.is_done();
    let mut proof =
        vec![("verdict", "proved"), ("evidence", "seen"), ("authority", "signed by Rowan")];
    let page = hana.get(&at("identity")).await.page();
    if page.contains("identity/understanding") {
        let child = [
            ("understands", "no"),
            ("how", "Too young to follow it: four years old"),
            ("wishes", "not_asked"),
            ("parents", "consulted"),
        ];
        hana.post(&at("identity/understanding"), &child).await.is_done();
    }
    let checks = page.split("id=\"check-").skip(1).map(|part| part.split('"').next().unwrap());
    proof.extend(checks.map(|check| ("checks", check)));
    hana.post(&at("identity"), &proof).await.is_done();
    hana.post(&at("scope"), &[("scope", "Hill House")]).await.is_done();
    for colleague in [rita, mona] {
        let staff = colleague.actor().id.to_string();
        hana.post(&at("assignments"), &[("staff", &staff)]).await.is_done();
    }
    let files = [("files", "Visit in May.txt", NOTE)];
    hana.upload(&at("record"), &[("source", "Hill House")], &files).await;
    let search = [
        ("place", "Hill House"),
        ("custodian_name", "Jo Field"),
        ("custodian_email", "jo@example.org"),
        ("asked_for", "All files"),
    ];
    hana.post(&at("searches"), &search).await.is_done();
    office.works().await;
    let link = office.link_to("jo@example.org", "/answers/");
    let held = [("outcome", "nothing_held"), ("words", "Looked")];
    assert_eq!(office.visitor().post(&format!("{link}/words"), &held).await.status, 303);
    hana.post(&at("steps"), &[("event", "records_complete")]).await.is_done();
    let languages = [("childs_language", "English"), ("carers_language", "English")];
    let wishes = [&[("language", "en"), ("format", "standard")][..], &languages].concat();
    hana.post(&at("preferences"), &wishes).await.is_done();
    rita.post(&at("items/1/decision"), &[("decision", "release")]).await.is_done();
    hana.post(&at("pack"), &[]).await.is_done();
    office.works().await;
    let page = mona.get(&at("sign-off")).await.page();
    let begins = "name=\"fingerprint\" value=\"";
    let from = page.find(begins).unwrap() + begins.len();
    let fingerprint: String = page[from..].chars().take_while(|c| *c != '"').collect();
    mona.post(&at("signature"), &[("fingerprint", &fingerprint)]).await.is_done();
    office.works().await;
    let address = who.iter().find(|(name, _)| *name == "address").unwrap().1;
    let release = [("how", "post"), ("confirmed", address)];
    hana.post(&at("release"), &release).await.is_done();
    reference
}

on_both! {
    async fn a_correction_reaches_three_earlier_recipients_before_it_is_closed(office) {
        let hana = office.hires("Hana Price", Role::Handler).await;
        let rita = office.hires("Rita Moss", Role::Reviewer).await;
        let mona = office.hires("Mona Carr", Role::Manager).await;
        let team = [&hana, &rita, &mona];
        let people = [
            ("solicitor", "Sol Iqbal", "1 Court Road"),
            ("parent_pr", "Pat Price", "2 Hill Road"),
            ("authorised_representative", "Ray Moon", "3 Lake Road"),
        ];
        let mut records = Vec::new();
        for (kind, name, address) in people {
            let who = [("requester_kind", kind), ("requester_name", name), ("address", address), ("receive_by", "post"), ("email", "")];
            records.push(given_to(&office, &team, &who).await);
        }
        let reference = registered(&office, &hana, &records[0]).await;
        let case = Case { hana, record: records[0].clone(), reference };
        case.hana.post(&case.passage(1, "item").await, &[("item", "D1"), ("page", "1")]).await.is_done();
        case.step("use_restricted").await.is_done();

        for record in &records {
            let list = case.hana.get(&format!("/requests/{record}/record")).await.page();
            assert!(list.contains("Use restricted (Art. 18)"), "every copy of the file carries the marker: {list}");
        }
        case.hear().await;
        case.decide("rectified", "Rowan was frightened.").await;
        case.step("person_informed").await.is_refused(409, "cannot be");
        case.step("applied").await.is_done();
        office.works().await;

        let page = case.hana.get(&case.at("")).await.page();
        for (_, name, _) in people {
            assert!(page.contains(name), "{name} is named by the register: {page}");
        }
        case.step("person_informed").await.is_refused(409, "cannot be");
        case.step("closed").await.is_refused(409, "cannot be");
        let recipients: Vec<String> = page
            .match_indices("/correction/recipients/")
            .map(|(at, begins)| page[at + begins.len()..at + begins.len() + 36].to_owned())
            .collect();
        assert_eq!(recipients.len(), 3, "{page}");
        let settle = |id: &str| case.at(&format!("/recipients/{id}"));
        case.hana.post(&settle(&recipients[0]), &[("how", "impossible")]).await.is_refused(422, "Say why they are not told");
        case.hana.post(&settle(&recipients[0]), &[("how", "told")]).await.is_done();
        case.hana.post(&settle(&recipients[1]), &[("how", "impossible"), ("why", "They moved, and nobody knows where")]).await.is_done();
        case.hana.post(&settle(&recipients[1]), &[("how", "told")]).await.is_refused(409, "omeone else changed");
        case.hana.post(&settle(&recipients[2]), &[("how", "told")]).await.is_done();
        let notices: Vec<_> = candour::mail::latest(&mut office.db(), 100).unwrap()
            .into_iter().filter(|m| m.purpose == "notice_to_recipient").collect();
        assert_eq!(notices.len(), 2);
        assert!(notices.iter().all(|m| m.channel == "letter" && m.body.contains("Rowan was frightened.")));

        case.step("person_informed").await.is_done();
        case.step("closed").await.is_done();

        assert!(case.hana.get(&format!("/requests/{}", case.reference)).await.page().contains("Closed"));
        let item = case.hana.get(&format!("/requests/{}/items/1", case.record)).await.page();
        assert!(item.contains("Superseded") && item.contains("Rowan was frightened."), "{item}");
        assert!(item.contains("The correction is D2"), "the original is linked to what superseded it: {item}");
        assert!(!item.contains("its use is restricted"), "{item}");
        let note = case.hana.get(&format!("/requests/{}/items/2", case.record)).await.page();
        assert!(note.contains("Correction of D1"), "{note}");
        let original = case.hana.get(&format!("/requests/{}/items/1/original", case.record)).await;
        assert_eq!(original.bytes, NOTE, "the original is kept as it was");
        assert_eq!(audit::verify(&mut office.db()).unwrap().broken, None);
    }

    async fn the_author_of_what_is_contested_does_not_decide_it(office) {
        let case = a_case(&office).await;
        let described = [
            ("title", "Visit in May"), ("kind", "other"), ("author", "H. Price, social worker"),
            ("level", "confidential"), ("hand", "first_hand"),
        ];
        let saved = case.hana.post(&format!("/requests/{}/items/1", case.record), &described).await;
        saved.is_done();
        case.hana.post(&case.passage(1, "item").await, &[("item", "1")]).await.is_done();
        case.step("use_restricted").await.is_done();
        let decision = case.passage(1, "decision").await;
        let refuse = [("outcome", "refused"), ("decision_reason", "I know what I saw.")];
        case.hear().await;

        let page = case.hana.get(&case.at("")).await.page();
        assert!(page.contains("You wrote this item"), "{page}");
        case.hana.post(&decision, &refuse).await.is_refused(403, "obody decides about what they wrote themselves");

        let mona = office.hires("Mona Carr", Role::Manager).await;
        let staff = mona.actor().id.to_string();
        let assignments = format!("/requests/{}/assignments", case.reference);
        case.hana.post(&assignments, &[("staff", &staff)]).await.is_done();
        mona.post(&decision, &refuse).await.is_done();
    }

    async fn a_refusal_gives_reasons_and_rights_and_can_be_decided_again(office) {
        let case = looked_into(&office).await;
        let decision = case.passage(1, "author").await.replace("/author", "/decision");
        let refuse = [("outcome", "refused"), ("decision_reason", "Three people wrote the same.")];
        case.hana.post(&decision, &refuse).await.is_refused(409, "cannot be");
        case.hear().await;
        case.hana.post(&decision, &[("outcome", "refused")]).await.is_refused(422, "Give the reason");
        case.hana.post(&decision, &[("outcome", "rectified"), ("decision_reason", "x")]).await.is_refused(422, "how it is to be read");
        case.hana.post(&decision, &refuse).await.is_done();

        case.step("applied").await.is_refused(409, "cannot be");
        case.step("person_informed").await.is_done();

        let reply = office.visitor().post(&office.link_to("rowan@example.org", "/read/"), &[]).await.page();
        for words in [ "Three people wrote the same.", "complain to us", "Information Commissioner", "court", "look at it again"] {
            assert!(reply.contains(words), "{words:?} not in {reply}");
        }
        assert!(reply.contains(&OWN_WORDS.replace('&', "&#38;")), "the person's words are not rephrased: {reply}");
        let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
        let mail = messages.iter().find(|m| m.to_address == "rowan@example.org").unwrap();
        assert_eq!((mail.purpose.as_str(), mail.channel.as_str()), ("letter_waiting", "email"));
        assert!(!mail.body.contains("difficult") && !mail.body.contains("D1"), "{}", mail.body);
        let item = case.hana.get(&format!("/requests/{}/items/1", case.record)).await.page();
        assert!(item.contains("It hurts me to read this."), "the statement stays with the item: {item}");

        case.step("reconsidered").await.is_done();
        let list = case.hana.get(&format!("/requests/{}/record", case.record)).await.page();
        assert!(list.contains("Use restricted (Art. 18)"), "{list}");
        case.hear().await;
        case.decide("opinion_disputed", "Rowan disagrees.").await;
        let page = case.hana.get(&case.at("")).await.page();
        assert!(page.contains("Three people wrote the same.") && page.contains("decided again since"), "{page}");
        case.step("applied").await.is_done();
        office.works().await;
        assert!(case.hana.get(&case.at("")).await.page().contains("The register names nobody else"));
    }

    async fn a_correction_has_one_month_that_no_question_stops_and_a_late_reply_says_why(office) {
        let case = looked_into(&office).await;
        let at = |place: &str| format!("/requests/{}/{place}", case.reference);
        assert!(case.hana.get(&case.at("")).await.page().contains("Due 21 December 2026"));
        let question = [("act", "ask"), ("question", "Which visit?")];
        case.hana.post(&at("clarification"), &question).await.is_refused(409, "asks for a correction");
        for event in ["refused", "withdrawn", "records_complete"] {
            let step = [("event", event), ("reason", "x")];
            case.hana.post(&at("steps"), &step).await.is_refused(409, "");
        }
        case.hana.post(&at("pack"), &[]).await.is_refused(409, "");
        case.hear().await;
        case.decide("refused", "").await;
        office.later(Duration::days(40));
        let hana = office.returns(&case.hana).await;
        let case = Case { hana, ..case };

        case.step("person_informed").await.is_refused(422, "reply is late");
        let late = [("event", "person_informed"), ("late_reason", "The author was ill")];
        case.hana.post(&case.at("/steps"), &late).await.is_done();
    }

    async fn a_correction_can_be_extended_in_time(office) {
        let case = looked_into(&office).await;
        let extension = format!("/requests/{}/extension", case.reference);

        case.hana.post(&extension, &[("reason", "Four authors have to be asked")]).await.is_done();

        let page = case.hana.get(&case.at("")).await.page();
        assert!(page.contains("Due 22 February 2027"), "21 February is a Sunday: {page}");
    }

    async fn the_words_of_the_person_are_kept_and_the_marker_goes_wherever_the_item_goes(office) {
        let case = looked_into(&office).await;

        let page = case.hana.get(&case.at("")).await.page();
        assert!(page.contains("i was NOT difficult,\ni was scared  &#38; nobody asked"), "{page}");
        for place in ["record", "items/1", "review/1"] {
            let page = case.hana.get(&format!("/requests/{}/{place}", case.record)).await.page();
            assert!(page.contains("se restricted (Art") || page.contains("use is restricted (Article 18)"), "{place}: {page}");
        }
        case.step("withdrawn").await.is_done();
        let item = case.hana.get(&format!("/requests/{}/items/1", case.record)).await.page();
        assert!(!item.contains("restricted (Article 18)"), "{item}");
    }
}
