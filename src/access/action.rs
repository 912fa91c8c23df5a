//! Everything a member of staff can do that somebody else may not.

macro_rules! actions {
    ($($name:ident => $words:literal,)+) => {
        /// An act that the policy table speaks about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($name,)+ }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$name,)+];

            pub const fn name(self) -> &'static str {
                match self { $(Action::$name => stringify!($name),)+ }
            }

            /// As it follows "you may not".
            pub const fn words(self) -> &'static str {
                match self { $(Action::$name => $words,)+ }
            }
        }
    };
}

actions! {
    SeeRequests => "see requests",
    TakeUnassigned => "take a request that nobody has yet",
    RegisterRequest => "register a request",
    ManageRequest => "change a request",
    AssignRequest => "say who works on a request",
    OpenUnassigned => "open a request that is not assigned to you",
    JudgeConflict => "judge a conflict of interest",
    WriteNote => "write a note on a request",
    DecideRefusal => "decide about a refusal or a fee",
    DecideIdentity => "decide whether identity is proved",
    SendSearch => "send a search to a custodian",
    SeeRecord => "read the record",
    AddRecords => "add files to the record",
    DescribeItem => "describe an item of the record",
    ManageCircle => "change the people around the subject",
    MarkPages => "mark what may not go",
    DecideItem => "decide about an item",
    Consult => "prepare a consultation or restriction",
    DecideConsultation => "decide about a consultation or restriction",
    WriteLetter => "write the letters of a pack",
    BuildPack => "build a pack",
    SeePack => "see a pack",
    SignPack => "sign a pack",
    ReleasePack => "release a pack",
    SeeRegister => "see the register of disclosures",
    SeeTimescales => "see how timescales are kept",
    ReadDiary => "read the diary",
    SeeStory => "read the story of a request",
    SeeJobs => "see work in the background",
    RetryJob => "start work in the background again",
    WordLetters => "write the wording of letters",
    ApproveWording => "approve the wording of letters",
    SetClock => "set the days of the clock",
    SeeOutbox => "see outgoing messages",
    ManageStaff => "change accounts",
    IssueApiToken => "issue a token for programs",
}
