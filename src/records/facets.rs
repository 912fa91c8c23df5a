//! How careful to be with an item, from whom it comes, and whether it can be looked at.

macro_rules! facet {
    ($(#[$doc:meta])* $type:ident { $($name:ident, $kept:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type { $($name,)+ }

        impl $type {
            pub const ALL: &'static [$type] = &[$($type::$name,)+];

            /// As kept in the database.
            pub const fn name(self) -> &'static str {
                match self { $($type::$name => $kept,)+ }
            }

            /// As people read it.
            pub const fn words(self) -> &'static str {
                match self { $($type::$name => $words,)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

facet! {
    /// How far what an item says may travel within the organisation. Every item has one.
    Level {
        Confidential, "confidential", "Confidential";
        Sensitive, "sensitive", "Sensitive";
        HighlySensitive, "highly_sensitive", "Highly sensitive";
    }
}

impl Level {
    /// When to choose it.
    pub const fn explained(self) -> &'static str {
        match self {
            Level::Confidential => "Everything that is held. Seen by those who need to know.",
            Level::Sensitive => {
                "Relationships, wishes and fears, health, sexuality, abuse, parenthood, sensitive information about others."
            }
            Level::HighlySensitive => {
                "What would cause harm or acute distress if the wrong person saw it, such as an address kept secret. Seen only by those the request is assigned to."
            }
        }
    }
}

facet! {
    /// Whether the author saw and heard it, or was told.
    Hand {
        FirstHand, "first_hand", "First-hand: the author saw or heard it";
        ThirdParty, "third_party", "From somebody else: the author was told";
    }
}

facet! {
    /// Whether an item can be looked at.
    View {
        Waiting, "waiting", "Being read";
        Shown, "shown", "Can be read here";
        NotShown, "not_shown", "Cannot be shown";
    }
}

facet! {
    /// What became of a file that came in.
    UploadState {
        Waiting, "waiting", "Waiting to be read";
        Imported, "imported", "In the record";
        Refused, "refused", "Not taken";
    }
}
