//! A request and those it is about: who asks, their proof, its clock, how it may end.

diesel::table! {
    subjects (id) {
        id -> Text,
        name -> Text,
        born_on -> Nullable<Date>,
        number -> Text,
        other_names -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    circle (id) {
        id -> Text,
        subject_id -> Text,
        kind -> Text,
        name -> Text,
        relation -> Text,
        organisation -> Text,
        safeguarding -> Bool,
        note -> Text,
        created_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    circle_aliases (id) {
        id -> Text,
        circle_id -> Text,
        alias -> Text,
    }
}

diesel::table! {
    requests (id) {
        id -> Text,
        reference -> Text,
        kind -> Text,
        state -> Text,
        state_before -> Nullable<Text>,
        subject_id -> Text,
        nation -> Text,
        received_on -> Date,
        received_how -> Text,
        requester_kind -> Text,
        requester_name -> Text,
        requester_email -> Text,
        requester_phone -> Text,
        requester_address -> Text,
        phone_checked_at -> Nullable<Timestamp>,
        asked_for -> Text,
        scope -> Text,
        receive_by -> Text,
        needs -> Text,
        owner_id -> Nullable<Text>,
        due_on -> Nullable<Date>,
        late_reason -> Nullable<Text>,
        outcome_words -> Nullable<Text>,
        created_at -> Timestamp,
        created_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    assignments (id) {
        id -> Text,
        request_id -> Text,
        staff_id -> Text,
        made_by -> Nullable<Text>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    interests (id) {
        id -> Text,
        request_id -> Text,
        staff_id -> Text,
        standing -> Text,
        found -> Text,
        words -> Text,
        made_at -> Timestamp,
        cleared_by -> Nullable<Text>,
        cleared_at -> Nullable<Timestamp>,
        cleared_why -> Text,
    }
}

diesel::table! {
    openings (id) {
        id -> Text,
        request_id -> Text,
        staff_id -> Text,
        reason -> Text,
        made_at -> Timestamp,
        ends_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    clock_events (id) {
        id -> Text,
        request_id -> Text,
        kind -> Text,
        happened_on -> Date,
        pair -> Nullable<Text>,
        words -> Text,
        made_at -> Timestamp,
        made_by -> Nullable<Text>,
    }
}

diesel::table! {
    notes (id) {
        id -> Text,
        request_id -> Text,
        author_id -> Text,
        words -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    identity_decisions (id) {
        id -> Text,
        request_id -> Text,
        decision -> Text,
        evidence -> Text,
        authority -> Text,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    identity_checks (id) {
        id -> Text,
        decision_id -> Text,
        words -> Text,
    }
}

diesel::table! {
    understandings (id) {
        id -> Text,
        request_id -> Text,
        understands -> Bool,
        how -> Text,
        wishes -> Text,
        wishes_words -> Text,
        parents -> Text,
        parents_words -> Text,
        advocate -> Text,
        told -> Text,
        interests -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    waits (id) {
        id -> Text,
        request_id -> Text,
        awaited -> Text,
        asked_on -> Date,
        reminded_on -> Nullable<Date>,
        lapses_on -> Nullable<Date>,
        proposed_on -> Nullable<Date>,
    }
}

diesel::table! {
    refusals (id) {
        id -> Text,
        request_id -> Text,
        kind -> Text,
        ground -> Text,
        criteria -> Text,
        evidence -> Text,
        words -> Text,
        fee_pence -> Nullable<BigInt>,
        state -> Text,
        proposed_by -> Text,
        proposed_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decided_why -> Text,
    }
}

diesel::table! {
    handed_in (id) {
        id -> Text,
        request_id -> Text,
        purpose -> Text,
        file_name -> Text,
        sha256 -> Text,
        bytes -> BigInt,
        by_name -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    requester_words (id) {
        id -> Text,
        request_id -> Text,
        kind -> Text,
        words -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    preferences (request_id) {
        request_id -> Text,
        language -> Text,
        other_language -> Text,
        format -> Text,
        interpreter -> Bool,
        reader -> Bool,
        staged -> Bool,
        childs_language -> Text,
        carers_language -> Text,
        changed_by -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    taken_over (id) {
        id -> Text,
        request_id -> Text,
        from_request_id -> Text,
        detail -> Text,
        taken -> Bool,
        words -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}
