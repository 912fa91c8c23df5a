//! Who works here, and how they come in.

diesel::table! {
    staff (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        job_title -> Text,
        role -> Text,
        password_hash -> Nullable<Text>,
        state -> Text,
        created_at -> Timestamp,
        password_changed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        staff_id -> Text,
        started_at -> Timestamp,
        seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        browser -> Text,
    }
}

diesel::table! {
    failed_tries (id) {
        id -> Text,
        key -> Text,
        tried_at -> Timestamp,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Text,
        staff_id -> Text,
        purpose -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}
