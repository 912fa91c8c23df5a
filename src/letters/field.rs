//! The blanks of letters: a closed list. What no field names cannot be put into a letter by its
//! wording, and a field that tells of the case cannot be put into a mail.

macro_rules! fields {
    ($($name:ident, $kept:literal, $shape:ident, $words:literal, $sample:literal;)+) => {
        /// A blank, written `{name}` in a wording.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($name,)+ }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$name,)+];

            /// As it stands between the braces.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$name => $kept,)+ }
            }

            /// What will stand there.
            pub const fn words(self) -> &'static str {
                match self { $(Field::$name => $words,)+ }
            }

            /// What stands there while nobody in particular is written to.
            pub const fn sample(self) -> &'static str {
                match self { $(Field::$name => $sample,)+ }
            }

            pub const fn shape(self) -> Shape {
                match self { $(Field::$name => Shape::$shape,)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

/// What kind of thing a field holds, and so where it may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line that tells nothing of the case: a reference, a date, a telephone number.
    Line,
    /// Words somebody wrote about the case, perhaps several paragraphs.
    Case,
    /// A list the service makes, without case words.
    List,
    /// A whole section that the service makes; it stands alone in its paragraph.
    Section,
}

fields! {
    Name, "name", Line, "whom the letter goes to", "Jordan Hale";
    Reference, "reference", Line, "our reference", "SAR-2026-00042";
    Council, "council", Line, "the organisation's name", "Northmoor Council";
    Officer, "officer", Line, "who signs", "The data protection officer";
    Email, "email", Line, "our e-mail address", "records@northmoor.example";
    Phone, "phone", Line, "our telephone number", "01632 960100";
    Regulator, "regulator", Line, "the regulator", "Information Commissioner";
    RegulatorAddress, "regulator_address", Line, "how to reach the regulator", "Wycliffe House, Wilmslow, telephone 0303 123 1113";
    Support, "support", Line, "what we offer to whoever finds the record hard to read", "You can ask us for somebody to sit with you while you read.";
    Received, "received", Line, "the day the request reached us", "2 November 2026";
    Due, "due", Line, "the last day for our answer", "2 December 2026";
    AnswerBy, "answer_by", Line, "the day by which we need an answer", "4 December 2026";
    Link, "link", Line, "the address of the page to open", "https://records.northmoor.example/answers/…";
    Days, "days", Line, "for how many days the link works", "28";
    CodeWay, "code_way", Line, "how the code travels", "by post";
    Code, "code", Line, "the code", "AB12-CD34";
    Password, "password", Line, "the password of the file", "AB12-CD34-EF56-GH78";
    Documents, "documents", Line, "how many documents there are", "212 documents";
    Pages, "pages", Line, "how many pages there are", "1,034 pages";
    Part, "part", Line, "which part of the records it is", "2";
    Parts, "parts", Line, "how many parts there are", "5";
    ToCome, "to_come", Line, "how many parts are still to come", "3";
    NextPart, "next_part", Line, "which part is next; nothing with the last one", "3";
    FirstPage, "first_page", Line, "the first page of a part", "81";
    LastPage, "last_page", Line, "the last page of a part", "160";
    Companion, "companion", Line, "who sits with the person while they read", "Dana Reid";
    ReadingDay, "reading_day", Line, "the day of the reading", "14 December 2026";
    ReadingTime, "reading_time", Line, "the time of the reading", "14:30";
    Place, "place", Line, "where the reading is", "Hill House, the quiet room";
    Custodian, "custodian", Line, "who was asked to search", "Sam Okoro";
    Occasion, "occasion", Line, "what happened", "A pack's link was closed after five wrong codes";
    Whose, "whose", Case, "about whom the record is", "what we hold about you";
    What, "what", Case, "the proof we ask for", "a copy of your passport or driving licence";
    Question, "question", Case, "our question", "Which years would you like to see first?";
    Reason, "reason", Case, "the reason", "There are 40 boxes of paper to read.";
    Outcome, "outcome", Case, "what was decided", "We have changed the date in the note of 3 May 2009.";
    Added, "added", Case, "what the writer adds", "Thank you for telling us.";
    Recipients, "recipients", Case, "who was given the old words and told", "Hill School; Dr Osei";
    Given, "given", Line, "when the documents were given", "3 June 2026";
    Correction, "correction", Case, "what was wrong and what is right", "The note of 3 May 2009 named the wrong school.";
    Tally, "tally", Line, "how many requests are late, due soon and waiting", "1 late, 2 due within a week, 3 waiting for others";
    WorkList, "list", List, "requests by reference, with their days", "SAR-2026-00042: 3 days left";
    OwnWords, "own_words", Section, "what the handler wrote for this pack", "We are sorry that this took so long.";
    WhereWeLooked, "where_we_looked", Section, "where we looked and what was left out", "Where we looked and what we left out";
    WhatTheLawAsks, "what_the_law_asks", Section, "why we hold it, who sees it, how long we keep it (article 15)", "What the law asks us to tell you";
    IfSomethingIsWrong, "if_something_is_wrong", Section, "the rights to correct, to complain and to go to court", "If something is wrong";
}

impl Field {
    /// Whether it may stand in the subject, which lists and mail programs show.
    pub fn fits_subject(self) -> bool {
        self.shape() == Shape::Line && !matches!(self, Field::Code | Field::Password | Field::Link)
    }
}
