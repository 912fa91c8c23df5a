//! How careful to be with an item, from whom it comes, and whether it can be looked at.

use crate::closed::closed_list;

closed_list! {
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
                "What would cause harm or acute distress if the wrong person saw it, such as an address kept secret. Seen only by whoever leads the request and by people named for the item."
            }
        }
    }
}

closed_list! {
    /// What makes an item more than confidential, from the list of the confidentiality policy.
    Topic {
        Relationships, "relationships", "Relationships";
        Wishes, "wishes", "Private hopes, wishes or fears";
        ThirdParty, "third_party", "Sensitive information about somebody else";
        Health, "health", "Health: mental, physical or sexual";
        Sexuality, "sexuality", "Sexuality or sexual activity";
        Abuse, "abuse", "A history of physical or sexual abuse";
        Parenthood, "parenthood", "Parenthood: confidential to somebody else, or an inherited condition";
        ParentageUnknown, "parentage_unknown", "Parentage that the child does not know of";
        Locating, "locating", "Where somebody at risk can be found: address, school, doctor";
        AdoptionAddress, "adoption_address", "An address protected by adoption rules";
    }
}

closed_list! {
    /// What else stands out about an item.
    Trait {
        BelongsToChild, "belongs_to_child", "It belongs to the child: return the original, keep a copy";
        NamesSiblings, "names_siblings", "It speaks of brothers or sisters";
        Current, "current", "Current: how things are now";
        Historic, "historic", "Historic: how things were";
        InConfidence, "given_in_confidence", "In confidence: whoever gave it must not be known";
        Anonymous, "given_anonymously", "Anonymously: whoever gave it must not be known";
    }
}

impl Trait {
    /// Whether it protects whoever gave the information.
    pub const fn protects_source(self) -> bool {
        match self {
            Trait::InConfidence | Trait::Anonymous => true,
            Trait::BelongsToChild | Trait::NamesSiblings | Trait::Current | Trait::Historic => {
                false
            }
        }
    }
}

closed_list! {
    /// Whether the author saw and heard it, or was told.
    Hand {
        FirstHand, "first_hand", "First-hand: the author saw or heard it";
        ThirdParty, "third_party", "From somebody else: the author was told";
    }
}

closed_list! {
    /// Whether an item can be looked at.
    View {
        Waiting, "waiting", "Being read";
        Shown, "shown", "Can be read here";
        NotShown, "not_shown", "Cannot be shown";
    }
}

closed_list! {
    /// What became of a file that came in.
    UploadState {
        Waiting, "waiting", "Waiting to be read";
        Imported, "imported", "In the record";
        Refused, "refused", "Not taken";
    }
}

closed_list! {
    /// What a passage of an item is. Source: the recording policies ask that facts, opinions,
    /// assessments, judgements and decisions stand apart, and that the child's voice and the
    /// oversight of managers and reviewing officers can be told at a glance.
    Tag {
        Fact, "fact", "Fact";
        Opinion, "opinion", "Opinion";
        Hypothesis, "hypothesis", "Hypothesis";
        Assessment, "assessment", "Assessment";
        Judgement, "judgement", "Judgement";
        Decision, "decision", "Decision";
        ChildsVoice, "childs_voice", "Child’s or person’s own voice";
        ManagementOversight, "management_oversight", "Management oversight";
        IroOversight, "iro_oversight", "Independent reviewing officer’s oversight";
    }
}
