//! What was looked for and found.

diesel::table! {
    searches (id) {
        id -> Text,
        request_id -> Text,
        place -> Text,
        custodian_name -> Text,
        custodian_email -> Text,
        asked_for -> Text,
        state -> Text,
        sent_at -> Timestamp,
        sent_by -> Text,
        answer_by -> Date,
        answered_at -> Nullable<Timestamp>,
        answer -> Text,
        manager_name -> Text,
        manager_email -> Text,
        steps_taken -> BigInt,
        escalated_on -> Nullable<Date>,
    }
}

diesel::table! {
    places (id) {
        id -> Text,
        request_id -> Text,
        name -> Text,
        searched -> Bool,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    paper_volumes (id) {
        id -> Text,
        place_id -> Text,
        label -> Text,
        from_on -> Date,
        to_on -> Date,
        held -> Bool,
        note -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    completeness (request_id, entry) {
        request_id -> Text,
        entry -> Text,
        verdict -> Text,
        words -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        request_id -> Text,
        search_id -> Nullable<Text>,
        batch_id -> Text,
        file_name -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        source -> Text,
        state -> Text,
        problem -> Nullable<Text>,
        made_at -> Timestamp,
        made_by -> Nullable<Text>,
    }
}

diesel::table! {
    items (id) {
        id -> Text,
        request_id -> Text,
        number -> BigInt,
        parent_id -> Nullable<Text>,
        upload_id -> Nullable<Text>,
        duplicate_of -> Nullable<Text>,
        title -> Text,
        file_name -> Text,
        source -> Text,
        kind -> Text,
        author -> Text,
        provider -> Text,
        event_on -> Nullable<Date>,
        recorded_on -> Nullable<Date>,
        level -> Text,
        hand -> Text,
        restricted_ground -> Nullable<Text>,
        restricted_reason -> Nullable<Text>,
        privileged -> Bool,
        original_sha256 -> Text,
        original_bytes -> BigInt,
        working_sha256 -> Nullable<Text>,
        words_sha256 -> Nullable<Text>,
        pages -> BigInt,
        view -> Text,
        problem -> Nullable<Text>,
        made_at -> Timestamp,
        topics -> Text,
        level_reason -> Text,
        traits -> Text,
    }
}

diesel::table! {
    item_readers (item_id, staff_id) {
        item_id -> Text,
        staff_id -> Text,
        reason -> Text,
        named_by -> Text,
        named_at -> Timestamp,
    }
}

diesel::table! {
    family_members (request_id) {
        request_id -> Text,
        family_id -> Text,
        reason -> Text,
        joined_by -> Text,
        joined_at -> Timestamp,
    }
}

diesel::table! {
    brought_items (item_id) {
        item_id -> Text,
        from_item -> Text,
        brought_by -> Text,
        brought_at -> Timestamp,
    }
}

diesel::table! {
    item_pages (item_id, page) {
        item_id -> Text,
        page -> BigInt,
        width -> Double,
        height -> Double,
        to_display -> Text,
        warnings -> Text,
    }
}

diesel::table! {
    health_items (item_id) {
        item_id -> Text,
        request_id -> Text,
        known_how -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    passages (id) {
        id -> Text,
        request_id -> Text,
        item_id -> Text,
        page -> BigInt,
        first_word -> BigInt,
        last_word -> BigInt,
        tag -> Text,
        basis -> Text,
        maker -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    trail_messages (item_id, place) {
        item_id -> Text,
        place -> BigInt,
        request_id -> Text,
        hash -> Text,
        letters -> BigInt,
        first_page -> BigInt,
        first_word -> BigInt,
        last_page -> BigInt,
        last_word -> BigInt,
    }
}

diesel::table! {
    item_identity (item_id) {
        item_id -> Text,
        request_id -> Text,
        named -> Bool,
        born -> Bool,
        numbered -> Bool,
    }
}

diesel::table! {
    item_variants (item_id, spelling) {
        item_id -> Text,
        spelling -> Text,
        request_id -> Text,
    }
}

diesel::table! {
    spelling_verdicts (request_id, spelling) {
        request_id -> Text,
        spelling -> Text,
        same -> Bool,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    item_entries (item_id) {
        item_id -> Text,
        request_id -> Text,
        at_time -> Text,
        present -> Text,
        discussion -> Text,
        decisions -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    bulk_changes (id) {
        id -> Text,
        request_id -> Text,
        said -> Text,
        items -> BigInt,
        made_by -> Text,
        made_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bulk_changed_items (change_id, item_id) {
        change_id -> Text,
        item_id -> Text,
        kind -> Text,
        source -> Text,
        provider -> Text,
        level -> Text,
        hand -> Text,
        event_on -> Nullable<Date>,
        topics -> Text,
        level_reason -> Text,
        traits -> Text,
    }
}
