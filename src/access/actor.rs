//! The person, or the part of the service, that does something.

use super::Role;
use crate::db::Id;

/// A signed-in member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub id: Id,
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// Whoever did something, as the diary names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Staff(Actor),
    /// The person who asked, through the portal.
    Requester(String),
    /// Somebody asked to search, through their link.
    Custodian(String),
    /// Somebody consulted, through their link.
    Originator(String),
    /// Somebody not signed in.
    Visitor,
    /// The service itself.
    System,
}

impl Who {
    pub const fn kind(&self) -> &'static str {
        match self {
            Who::Staff(_) => "staff",
            Who::Requester(_) => "requester",
            Who::Custodian(_) => "custodian",
            Who::Originator(_) => "originator",
            Who::Visitor => "visitor",
            Who::System => "system",
        }
    }

    pub fn id(&self) -> Option<Id> {
        match self {
            Who::Staff(actor) => Some(actor.id),
            Who::Requester(_)
            | Who::Custodian(_)
            | Who::Originator(_)
            | Who::Visitor
            | Who::System => None,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Who::Staff(actor) => &actor.name,
            Who::Requester(name) | Who::Custodian(name) | Who::Originator(name) => name,
            Who::Visitor => "a visitor",
            Who::System => "Candour",
        }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Who::Staff(actor.clone())
    }
}
