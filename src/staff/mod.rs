//! Who works here: accounts, signing in, sessions, tokens for programs.

mod actions;
pub mod hashing;
mod pages;
mod password;
mod store;
mod throttle;
mod tokens;

pub use actions::{NewMember, invite, make_active};
pub use pages::{
    Door, account, change_form, change_save, end_session, first_form, first_save, index,
    invite_form, invite_send, issue_token, revoke_token, sign_in, sign_in_form, sign_out, stay,
    suspend,
};
pub use store::{Colleague, colleagues, with_role};
