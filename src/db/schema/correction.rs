//! Rectification: what is contested, the steps, the recipients to be told.

diesel::table! {
    corrections (request_id) {
        request_id -> Text,
        state -> Text,
        record_request_id -> Nullable<Text>,
        round -> BigInt,
        wants_recipients -> Bool,
    }
}

diesel::table! {
    contested (id) {
        id -> Text,
        request_id -> Text,
        number -> BigInt,
        item_id -> Nullable<Text>,
        page -> Nullable<BigInt>,
        place -> Text,
        says -> Text,
        should_say -> Text,
        statement -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    correction_steps (id) {
        id -> Text,
        contested_id -> Text,
        round -> BigInt,
        kind -> Text,
        outcome -> Nullable<Text>,
        words -> Text,
        new_words -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    recipients (id) {
        id -> Text,
        request_id -> Text,
        disclosure_id -> Nullable<Text>,
        name -> Text,
        address -> Text,
        given_at -> Nullable<Timestamp>,
        state -> Text,
        reason -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    item_notices (id) {
        id -> Text,
        original_sha256 -> Text,
        contested_id -> Text,
        kind -> Text,
        page -> Nullable<BigInt>,
        words -> Text,
        statement -> Text,
        upload_id -> Nullable<Text>,
        made_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}
