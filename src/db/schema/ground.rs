//! What every capability stands on: the diary, waiting work, messages, links, numbers, holidays.

diesel::table! {
    diary (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        actor_name -> Text,
        act -> Text,
        request_id -> Nullable<Text>,
        object_id -> Nullable<Text>,
        detail -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    diary_head (id) {
        id -> BigInt,
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        once_key -> Nullable<Text>,
        request_id -> Nullable<Text>,
        payload -> Text,
        state -> Text,
        attempts -> BigInt,
        max_attempts -> BigInt,
        run_at -> Timestamp,
        lease_token -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        progress_done -> BigInt,
        progress_total -> BigInt,
        progress_words -> Text,
        last_error -> Nullable<Text>,
        made_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        request_id -> Nullable<Text>,
        purpose -> Text,
        channel -> Text,
        to_name -> Text,
        to_address -> Text,
        subject -> Text,
        body -> Text,
        made_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        failed_at -> Nullable<Timestamp>,
        problem -> Nullable<Text>,
    }
}

diesel::table! {
    links (id) {
        id -> Text,
        purpose -> Text,
        token_hash -> Text,
        object_id -> Text,
        request_id -> Nullable<Text>,
        person -> Text,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        spent_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
        code_hash -> Nullable<Text>,
        wrong_codes -> BigInt,
        blocked_at -> Nullable<Timestamp>,
        uses -> BigInt,
        max_uses -> BigInt,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    holiday_lists (id) {
        id -> Text,
        json -> Text,
        known_from -> Date,
        known_to -> Date,
        imported_by -> Nullable<Text>,
        imported_at -> Timestamp,
    }
}

diesel::table! {
    clock_warnings (days) {
        days -> BigInt,
    }
}
