//! How roles are kept.

crate::db::kept_as_text!(crate::access::Role);
