//! Something in every queue, so that a new user can play each chair: somebody waits for an
//! answer, for advice, for a second decision, for a colleague who is late.

use chrono::{DateTime, Duration, Utc};

use super::cases;
use super::fill::{NotFilled, Office, refused};
use super::small;
use crate::calendar::{Date, local_day};
use crate::consultation::originators::{self, NewConsultation, NewPassage, Opinion, Said};
use crate::consultation::restrictions::{self, Verdict};
use crate::consultation::third_parties::{self, Contact, Event};
use crate::db::{self, Id};
use crate::endings::{self, Ground, Proposal, ProposalKind};
use crate::law::exemptions::LocalGround;
use crate::letters::{self, Language, LetterKind, Wording};
use crate::links::{self, NewLink, Purpose};
use crate::people;
use crate::records;
use crate::requests::{self, AskedFields, Reference};
use crate::review::{self, Quads};

const PRIYA: &str = include_str!("texts/priya.txt");
const SISTER: &str = "Meena Nair";

/// Passages of Priya's record that somebody is asked about: item, first words, last words.
const HOUSING: (i64, &str) =
    (1, "In confidence, our officer thought that she hears more than there is.");
const DOCTOR: (i64, &str) = (2, "I would prefer that she hears from me, and not from a letter");

fn asked(now: DateTime<Utc>, days: i64, name: &str, email: &str, for_what: &str) -> AskedFields {
    AskedFields {
        subject_name: name.into(),
        born_on: Date::from_ymd_opt(1986, 8, 9),
        requester_kind: "adult_self".into(),
        requester_name: name.into(),
        email: email.into(),
        phone: "07700 900458".into(),
        asked_for: for_what.into(),
        receive_by: "portal".into(),
        received_on: Some(local_day(now - Duration::days(days))),
        received_how: "email".into(),
        nation: "england".into(),
        ..AskedFields::default()
    }
}

impl Office<'_> {
    /// Fills what the requests of the tour leave empty.
    pub(super) async fn fill_the_queues(&self, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let days = |back| now - Duration::days(back);
        let priya = asked(
            now,
            25,
            "Priya Nair",
            "priya.nair@post.example",
            "Everything the adult social care team wrote about me in 2023.",
        );
        let priya = self.taken_up(&priya, days(25))?;
        self.know(&priya, &cases::priyas_circle(), days(24))?;
        self.ask_around(&priya, days(24))?;
        self.find(
            &priya,
            small::written(PRIYA, "Priya Nair, born 9 August 1986", "5120933")?,
            days(21),
        )
        .await?;
        self.hear_people(&priya, now).await?;
        self.keep_back(&priya, now)?;
        self.late_elsewhere(now)?;
        self.two_more_decisions(&priya, now)?;
        self.a_child_asks(now)
    }

    /// One originator has a link and has not answered, one has answered, and the sister is to be weighed.
    async fn hear_people(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let hours = |back| now - Duration::hours(back);
        let question = "You wrote this about somebody who asks to see her record. Is there a reason why she should not read it?";
        for (name, email, (item, words), answers) in [
            ("Gwen Tully", "gwen.tully@homes.example", HOUSING, false),
            ("Dr Ifan Rees", "ifan.rees@health.example", DOCTOR, true),
        ] {
            let passage = self.passage(at, item, words).await?;
            let mut db = db::connection(&self.services.pool)?;
            let new = NewConsultation {
                name: name.into(),
                email: email.into(),
                question: question.into(),
                circle: None,
            };
            let id =
                originators::draft(&mut db, &self.handler, at, new, hours(70)).map_err(refused)?;
            originators::add_passage(&mut db, &self.handler, at, id, &passage, hours(70))
                .map_err(refused)?;
            let settings = &self.services.settings;
            originators::approve(&mut db, &self.manager, at, id, settings, hours(60))
                .map_err(refused)?;
            if answers {
                self.answer(at, id, email, hours(40))?;
            }
        }
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        let circle = people::circle(&mut db, request.subject_id)?;
        let sister = circle.iter().find(|person| person.name == SISTER);
        let sister = sister.ok_or_else(|| refused("the sister is not in the circle"))?.id;
        third_parties::raise(&mut db, &self.reviewer, at, sister, Some(Event::Raised), hours(30))
            .map_err(refused)?;
        let why = "She asked that her sister should not learn that she rang; asking her again by letter could be seen.";
        let spared = (Some(Contact::Spare), why);
        third_parties::contact(&mut db, &self.reviewer, at, sister, spared, hours(29))
            .map_err(refused)
    }

    async fn passage(
        &self,
        at: &Reference,
        item: i64,
        from: &str,
    ) -> Result<NewPassage, NotFilled> {
        let request = self.request(at)?;
        let found = records::item(&mut *db::connection(&self.services.pool)?, request.id, item)?;
        let layer = found.and_then(|item| item.words_sha256);
        let layer = layer.ok_or_else(|| refused(format!("D{item} has no words")))?;
        let pages = self.words(&layer).await?;
        let quads: Vec<_> = pages
            .first()
            .map(|words| review::find::hits(words, from))
            .into_iter()
            .flatten()
            .flat_map(|hit| hit.quads)
            .collect();
        Ok(NewPassage { item, page: 1, quads: Quads(quads) })
    }

    /// What the doctor says through a link of their own.
    fn answer(
        &self,
        at: &Reference,
        id: Id,
        email: &str,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        let link = NewLink {
            purpose: Purpose::Consultation,
            object: id,
            request: Some(request.id),
            person: email.into(),
            lives: Duration::days(5),
            max_uses: 10,
            code_hash: None,
        };
        let (_, token) = links::make(&mut db, &link, now)?;
        let views = "She should have it, but not without somebody beside her. I would like to tell her the diagnosis first.";
        let said = [Said { number: 1, answer: Some(Opinion::InPart), views: views.into() }];
        originators::send(&mut db, &token, &said, &self.services.settings, now).map_err(refused)
    }

    /// One item waits for the manager's advice, and one restriction came to its day.
    fn keep_back(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        let by = &self.reviewer;
        let harm = (
            LocalGround::SeriousHarm.name(),
            "Dr Rees would rather tell her himself; a letter could set her back.",
        );
        restrictions::propose(&mut db, by, at, 2, harm, now - Duration::days(16))
            .map_err(refused)?;
        let verdict = Verdict {
            holds: true,
            words: "Keep it back until he has seen her.",
            review_on: Some(local_day(now - Duration::days(1))),
        };
        let advised = now - Duration::days(15);
        restrictions::advise(&mut db, &self.manager, at, 2, &verdict, advised).map_err(refused)?;
        let asked = (
            LocalGround::ExpectationOfNonDisclosure.name(),
            "Her sister rang on the understanding that Priya would not learn of it.",
        );
        restrictions::propose(&mut db, by, at, 3, asked, now - Duration::hours(20)).map_err(refused)
    }

    /// A search that nobody answered, and a question that a requester has not answered.
    fn late_elsewhere(&self, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let days = |back| now - Duration::days(back);
        let denise = asked(
            now,
            24,
            "Denise Clarke",
            "denise.clarke@post.example",
            "My adoption allowance papers and all letters about it.",
        );
        let denise = self.taken_up(&denise, days(24))?;
        self.ask_around(&denise, days(22))?;
        let marcus = asked(
            now,
            12,
            "Marcus Bell",
            "marcus.bell@post.example",
            "Everything with my name in it, in every department.",
        );
        let marcus = self.taken_up(&marcus, days(12))?;
        let question = "Which services have you been in touch with, and in which years? You can say that you want everything.";
        let mut db = db::connection(&self.services.pool)?;
        let settings = &self.services.settings;
        requests::ask_requester(&mut db, &self.handler, &marcus, question, settings, days(8))
            .map_err(refused)
    }

    /// A refusal waits for a second person, a wording for the manager; and one request has more time.
    fn two_more_decisions(
        &self,
        extended: &Reference,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let settings = &self.services.settings;
        let gary = asked(
            now,
            6,
            "Gary Stubbs",
            "gary.stubbs@post.example",
            "All e-mails about me again, as last month. I will go on asking until Ms Fenn is dismissed, or you pay me.",
        );
        let gary = self.taken_up(&gary, now - Duration::days(6))?;
        let mut db = db::connection(&self.services.pool)?;
        let proposal = Proposal {
            kind: ProposalKind::Refuse,
            ground: Ground::Unfounded,
            criteria: vec!["bargains".into(), "targets".into()],
            evidence: "The same request on 3 and 24 of last month, each with an offer to withdraw it for money.".into(),
            words: "You told us that you will withdraw the request if we pay you. The right to see your records is not for that.".into(),
            fee_pence: None,
        };
        endings::propose(&mut db, &self.handler, &gary, proposal, now - Duration::days(1))
            .map_err(refused)?;
        let why = "The record names many people, and two of those who wrote in it must be heard.";
        requests::take_more_time(
            &mut db,
            &self.handler,
            extended,
            why,
            settings,
            now - Duration::hours(26),
        )
        .map_err(refused)?;
        let shipped = letters::shipped(LetterKind::Reminder);
        let wording = Wording {
            body: shipped.body.replace(
                "If this is hard for you, call us and we will find another way.",
                "If this is hard for you, call us or come to see us. We will find another way.",
            ),
            ..shipped
        };
        let proposal = letters::Proposal {
            kind: LetterKind::Reminder,
            language: Language::English,
            wording,
            reason: String::new(),
        };
        let age = settings.letters.reading_age;
        letters::propose(&mut db, &self.handler, proposal, age, now - Duration::hours(5))
            .map_err(refused)?;
        Ok(())
    }

    /// A girl of thirteen asks for herself, by the public form.
    fn a_child_asks(&self, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let ella = AskedFields {
            born_on: Date::from_ymd_opt(2013, 2, 17),
            requester_kind: "child_competent".into(),
            received_how: "form".into(),
            needs: "Please write so that I can understand it. My advocate is Jo from Voices."
                .into(),
            ..asked(
                now,
                1,
                "Ella Frost",
                "ella.frost@post.example",
                "What my social worker wrote about why I cannot live with my dad.",
            )
        };
        let mut db = db::connection(&self.services.pool)?;
        let settings = &self.services.settings;
        let at = now - Duration::days(1);
        let reference =
            requests::register(&mut db, &self.handler, &ella, settings, at).map_err(refused)?;
        requests::give_access(&mut db, &self.handler, &reference, self.manager.id, at)
            .map_err(refused)
    }
}
