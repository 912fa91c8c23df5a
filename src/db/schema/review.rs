//! What is decided about the record: marks, grounds, people asked, restrictions.

diesel::table! {
    marks (id) {
        id -> Text,
        item_id -> Text,
        request_id -> Text,
        page -> BigInt,
        quads -> Text,
        ground -> Text,
        reason -> Text,
        label -> Text,
        made_by -> Text,
        made_at -> Timestamp,
        changed_by -> Nullable<Text>,
        version -> BigInt,
        removed -> Bool,
    }
}

diesel::table! {
    mark_changes (id) {
        id -> Text,
        request_id -> Text,
        staff_id -> Text,
        words -> Text,
        before -> Text,
        after -> Text,
        undone -> Bool,
        made_at -> Timestamp,
    }
}

diesel::table! {
    mark_comments (id) {
        id -> Text,
        request_id -> Text,
        mark_id -> Nullable<Text>,
        item_id -> Nullable<Text>,
        words -> Text,
        author_id -> Text,
        made_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<Text>,
    }
}

diesel::table! {
    marks_left (item_id, mark_id, mark_version) {
        item_id -> Text,
        mark_id -> Text,
        mark_version -> BigInt,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    item_decisions (item_id) {
        item_id -> Text,
        request_id -> Text,
        decision -> Text,
        ground -> Nullable<Text>,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    markers (request_id, staff_id) {
        request_id -> Text,
        staff_id -> Text,
    }
}

diesel::table! {
    pages_seen (item_id, page, staff_id) {
        item_id -> Text,
        page -> BigInt,
        staff_id -> Text,
    }
}

diesel::table! {
    ground_tests (id) {
        id -> Text,
        request_id -> Text,
        ground -> Text,
        facts -> Text,
        outcome -> Text,
        evidence -> Text,
        consulted -> Text,
        consulted_on -> Nullable<Date>,
        silent -> Bool,
        silent_why -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    opinions (id) {
        id -> Text,
        request_id -> Text,
        given_by -> Text,
        profession -> Text,
        appropriate -> Text,
        says -> Text,
        words -> Text,
        given_on -> Date,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    consultations (id) {
        id -> Text,
        request_id -> Text,
        person_name -> Text,
        person_email -> Text,
        circle_id -> Nullable<Text>,
        question -> Text,
        state -> Text,
        drafted_by -> Text,
        drafted_at -> Timestamp,
        approved_by -> Nullable<Text>,
        sent_at -> Nullable<Timestamp>,
        answer_by -> Nullable<Date>,
        reminders -> BigInt,
        responded_at -> Nullable<Timestamp>,
        steps -> Text,
        outcome -> Nullable<Text>,
        reasons -> Text,
        concluded_by -> Nullable<Text>,
        concluded_at -> Nullable<Timestamp>,
        third_party_id -> Nullable<Text>,
    }
}

diesel::table! {
    consultation_passages (id) {
        id -> Text,
        consultation_id -> Text,
        number -> BigInt,
        item_id -> Text,
        page -> BigInt,
        quads -> Text,
        answer -> Nullable<Text>,
        views -> Text,
        reply -> Text,
    }
}

diesel::table! {
    third_parties (id) {
        id -> Text,
        request_id -> Text,
        circle_id -> Text,
        state -> Text,
        reason -> Text,
        asked_on -> Nullable<Date>,
        answer -> Text,
        form -> Text,
        sorted_by -> Text,
        decided_by -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    restrictions (id) {
        id -> Text,
        request_id -> Text,
        item_id -> Text,
        state -> Text,
        ground -> Text,
        reason -> Text,
        proposed_by -> Nullable<Text>,
        proposed_at -> Timestamp,
        advice -> Text,
        advised_by -> Nullable<Text>,
        review_on -> Nullable<Date>,
        exemption -> Nullable<Text>,
        outcome -> Text,
        decided_by -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    legal_looks (item_id) {
        item_id -> Text,
        looked_at -> Timestamp,
    }
}

diesel::table! {
    legal_hints (item_id) {
        item_id -> Text,
        request_id -> Text,
        sentences -> Text,
        found_at -> Timestamp,
    }
}

diesel::table! {
    legal_claims (id) {
        id -> Text,
        request_id -> Text,
        item_id -> Text,
        answer -> Text,
        client -> Text,
        says_so -> Text,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    sources (item_id) {
        item_id -> Text,
        request_id -> Text,
        words -> Text,
        noted_by -> Text,
        outcome -> Nullable<Text>,
        reason -> Text,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        masks -> Text,
        items -> BigInt,
    }
}

diesel::table! {
    item_copies (item_id, shown_in) {
        item_id -> Text,
        shown_in -> Text,
        request_id -> Text,
    }
}
