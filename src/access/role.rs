//! What members of staff are here for.

/// What a member of staff is here for. One each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Handler,
    Reviewer,
    Manager,
    Auditor,
    Administrator,
}

impl Role {
    pub const ALL: [Role; 5] =
        [Role::Handler, Role::Reviewer, Role::Manager, Role::Auditor, Role::Administrator];

    /// As kept in the database and named in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Handler => "handler",
            Role::Reviewer => "reviewer",
            Role::Manager => "manager",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Role::Handler => "Handler",
            Role::Reviewer => "Reviewer",
            Role::Manager => "Manager",
            Role::Auditor => "Auditor",
            Role::Administrator => "Administrator",
        }
    }
}
