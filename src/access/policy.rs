//! The one table of who may do what. It is printed as a snapshot, so that a change is seen.

use super::{Action, Actor, Role};
use crate::db::Id;
use crate::problem::{Kind, Problem};

/// What a role may do with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    Yes,
    No,
    /// Allowed, unless it is the actor's own work.
    Others,
}

#[rustfmt::skip]
const fn grants(action: Action) -> [Grant; 5] {
    use Grant::{No, Others, Yes};
    match action {
        //                            Handler Reviewer Manager Auditor Administrator
        Action::SeeRequests      => [ Yes,    Yes,     Yes,    Yes,    No  ],
        Action::TakeUnassigned   => [ Yes,    No,      Yes,    No,     No  ],
        Action::RegisterRequest  => [ Yes,    No,      Yes,    No,     No  ],
        Action::ManageRequest    => [ Yes,    No,      Yes,    No,     No  ],
        Action::AssignRequest    => [ Yes,    No,      Yes,    No,     No  ],
        Action::OpenUnassigned   => [ Yes,    No,      Yes,    No,     No  ],
        Action::JudgeConflict    => [ No,     No,      Others, No,     No  ],
        Action::WriteNote        => [ Yes,    Yes,     Yes,    No,     No  ],
        Action::DecideRefusal    => [ Others, No,      Others, No,     No  ],
        Action::DecideIdentity   => [ Yes,    No,      Yes,    No,     No  ],
        Action::SendSearch       => [ Yes,    No,      Yes,    No,     No  ],
        Action::SeeRecord        => [ Yes,    Yes,     Yes,    No,     No  ],
        Action::AddRecords       => [ Yes,    Yes,     No,     No,     No  ],
        Action::DescribeItem     => [ Yes,    Yes,     No,     No,     No  ],
        Action::ManageCircle     => [ Yes,    Yes,     No,     No,     No  ],
        Action::MarkPages        => [ Yes,    Yes,     Yes,    No,     No  ],
        Action::DecideItem       => [ Yes,    Yes,     Yes,    No,     No  ],
        Action::Consult          => [ Yes,    Yes,     No,     No,     No  ],
        Action::DecideConsultation => [ No,   No,      Others, No,     No  ],
        Action::WriteLetter      => [ Yes,    Yes,     No,     No,     No  ],
        Action::BuildPack        => [ Yes,    Yes,     No,     No,     No  ],
        Action::SeePack          => [ Yes,    Yes,     Yes,    No,     No  ],
        Action::SignPack         => [ No,     No,      Others, No,     No  ],
        Action::ReleasePack      => [ Yes,    No,      No,     No,     No  ],
        Action::SeeRegister      => [ Yes,    No,      Yes,    Yes,    No  ],
        Action::SeeTimescales    => [ No,     No,      Yes,    Yes,    No  ],
        Action::ReadDiary        => [ No,     No,      No,     Yes,    No  ],
        Action::SeeStory         => [ Yes,    Yes,     Yes,    Yes,    No  ],
        Action::SeeJobs          => [ Yes,    No,      Yes,    No,     Yes ],
        Action::RetryJob         => [ Yes,    No,      Yes,    No,     Yes ],
        Action::WordLetters      => [ Yes,    No,      Yes,    No,     No  ],
        Action::ApproveWording   => [ No,     No,      Others, No,     No  ],
        Action::SetClock         => [ No,     No,      Yes,    No,     Yes ],
        Action::SeeOutbox        => [ No,     No,      No,     No,     Yes ],
        Action::ManageStaff      => [ No,     No,      No,     No,     Yes ],
        Action::IssueApiToken    => [ Yes,    Yes,     Yes,    Yes,    Yes ],
    }
}

/// What `role` may do with `action`.
pub fn grant(role: Role, action: Action) -> Grant {
    let [handler, reviewer, manager, auditor, administrator] = grants(action);
    match role {
        Role::Handler => handler,
        Role::Reviewer => reviewer,
        Role::Manager => manager,
        Role::Auditor => auditor,
        Role::Administrator => administrator,
    }
}

/// Whether `actor` may do `action` at all; the object may still be their own work, or not theirs
/// to know of.
pub fn may(actor: &Actor, action: Action) -> bool {
    grant(actor.role, action) != Grant::No
}

/// Lets `actor` do `action` on something that `makers` made.
///
/// # Errors
/// Where the role may not, or where nobody may do so to their own work.
pub fn allow(actor: &Actor, action: Action, makers: &[Id]) -> Result<(), NotAllowed> {
    match grant(actor.role, action) {
        Grant::Yes => Ok(()),
        Grant::Others if makers.contains(&actor.id) => Err(NotAllowed::OwnWork(action)),
        Grant::Others => Ok(()),
        Grant::No => Err(NotAllowed::Role(action)),
    }
}

/// Whether a request that is not assigned to this person is theirs to read all the same: the
/// auditor's reach is every request, nobody else's is.
pub fn reads_every_request(actor: &Actor) -> bool {
    match actor.role {
        Role::Auditor => true,
        Role::Handler | Role::Reviewer | Role::Manager | Role::Administrator => false,
    }
}

/// Why an act was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    #[error("you may not {}; ask someone whose role it is", .0.words())]
    Role(Action),
    #[error("nobody may {} they worked on themselves; ask another manager", .0.words())]
    OwnWork(Action),
}

impl Problem for NotAllowed {
    fn kind(&self) -> Kind {
        Kind::NotAllowed
    }
}

/// The whole table as text, for the snapshot.
pub fn table() -> String {
    let mut text = format!("{:<18}", "");
    for role in Role::ALL {
        text += &format!("{:<15}", role.name());
    }
    for action in Action::ALL {
        text += &format!("\n{:<18}", action.name());
        for role in Role::ALL {
            let grant = match grant(role, *action) {
                Grant::Yes => "yes",
                Grant::No => "-",
                Grant::Others => "others' work",
            };
            text += &format!("{grant:<15}");
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn someone(role: Role) -> Actor {
        Actor { id: Id::new(), name: "Amara Obi".into(), email: "amara@example.org".into(), role }
    }

    #[test]
    fn a_manager_signs_a_pack_that_others_marked() {
        assert_eq!(allow(&someone(Role::Manager), Action::SignPack, &[Id::new()]), Ok(()));
    }

    #[test]
    fn nobody_signs_a_pack_they_marked() {
        let manager = someone(Role::Manager);

        let refused = allow(&manager, Action::SignPack, &[Id::new(), manager.id]);

        assert_eq!(refused, Err(NotAllowed::OwnWork(Action::SignPack)));
    }

    #[test]
    fn an_administrator_sees_no_case_material() {
        let administrator = someone(Role::Administrator);

        for action in [Action::SeeRequests, Action::SeeRecord, Action::SeePack, Action::SeeStory] {
            assert!(!may(&administrator, action), "{}", action.name());
        }
    }
}
