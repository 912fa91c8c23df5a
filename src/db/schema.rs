//! The tables as diesel sees them, the same for both databases.

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
    counters (name) {
        name -> Text,
        value -> BigInt,
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
    letters (request_id, kind) {
        request_id -> Text,
        kind -> Text,
        words -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    packs (id) {
        id -> Text,
        request_id -> Text,
        state -> Text,
        fingerprint -> Text,
        pages -> BigInt,
        report -> Text,
        problem -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
        built_at -> Nullable<Timestamp>,
        signed_by -> Nullable<Text>,
        signed_at -> Nullable<Timestamp>,
        sealed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    pack_volumes (pack_id, number) {
        pack_id -> Text,
        number -> BigInt,
        sha256 -> Text,
        bytes -> BigInt,
        pages -> BigInt,
        first_page -> BigInt,
    }
}

diesel::table! {
    pack_items (pack_id, item_id) {
        pack_id -> Text,
        item_id -> Text,
        first_page -> BigInt,
        pages -> BigInt,
        marks -> BigInt,
        redacted_sha256 -> Text,
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
    disclosures (id) {
        id -> Text,
        request_id -> Text,
        pack_id -> Text,
        recipient_kind -> Text,
        recipient_name -> Text,
        recipient_address -> Text,
        how -> Text,
        page_ranges -> Text,
        link_id -> Nullable<Text>,
        files -> Text,
        state -> Text,
        released_by -> Text,
        released_at -> Timestamp,
        received_at -> Nullable<Timestamp>,
        proof -> Text,
    }
}

diesel::table! {
    downloads (id) {
        id -> Text,
        disclosure_id -> Text,
        volume -> BigInt,
        sha256 -> Text,
        at -> Timestamp,
        browser -> Text,
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
    identity_checks (id) {
        id -> Text,
        decision_id -> Text,
        words -> Text,
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
    health_items (item_id) {
        item_id -> Text,
        request_id -> Text,
        known_how -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::joinable!(health_items -> items (item_id));
diesel::joinable!(opinions -> requests (request_id));
diesel::joinable!(ground_tests -> requests (request_id));
diesel::joinable!(ground_tests -> staff (made_by));
diesel::joinable!(identity_checks -> identity_decisions (decision_id));
diesel::joinable!(understandings -> requests (request_id));
diesel::joinable!(understandings -> staff (made_by));
diesel::joinable!(waits -> requests (request_id));
diesel::joinable!(refusals -> requests (request_id));
diesel::joinable!(places -> requests (request_id));
diesel::joinable!(paper_volumes -> places (place_id));
diesel::table! {
    letter_versions (id) {
        id -> Text,
        kind -> Text,
        language -> Text,
        number -> BigInt,
        subject -> Text,
        body -> Text,
        reading_age -> Nullable<BigInt>,
        reason -> Text,
        state -> Text,
        written_by -> Nullable<Text>,
        written_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decided_words -> Text,
    }
}

diesel::table! {
    sent_letters (id) {
        id -> Text,
        request_id -> Nullable<Text>,
        kind -> Text,
        language -> Text,
        version -> BigInt,
        channel -> Text,
        to_name -> Text,
        to_address -> Text,
        subject -> Text,
        body -> Text,
        large_print -> Bool,
        sent_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
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

diesel::joinable!(sessions -> staff (staff_id));
diesel::joinable!(api_tokens -> staff (staff_id));
diesel::joinable!(circle -> subjects (subject_id));
diesel::joinable!(circle_aliases -> circle (circle_id));
diesel::joinable!(requests -> subjects (subject_id));
diesel::joinable!(assignments -> requests (request_id));
diesel::joinable!(interests -> requests (request_id));
diesel::joinable!(openings -> requests (request_id));
diesel::joinable!(clock_events -> requests (request_id));
diesel::joinable!(clock_events -> staff (made_by));
diesel::joinable!(consultations -> requests (request_id));
diesel::joinable!(consultation_passages -> consultations (consultation_id));
diesel::joinable!(consultation_passages -> items (item_id));
diesel::joinable!(third_parties -> requests (request_id));
diesel::joinable!(third_parties -> circle (circle_id));
diesel::joinable!(restrictions -> requests (request_id));
diesel::joinable!(restrictions -> items (item_id));
diesel::joinable!(notes -> requests (request_id));
diesel::joinable!(notes -> staff (author_id));
diesel::joinable!(searches -> requests (request_id));
diesel::joinable!(searches -> staff (sent_by));
diesel::joinable!(identity_decisions -> requests (request_id));
diesel::joinable!(identity_decisions -> staff (decided_by));
diesel::joinable!(uploads -> requests (request_id));
diesel::joinable!(uploads -> searches (search_id));
diesel::joinable!(items -> requests (request_id));
diesel::joinable!(items -> uploads (upload_id));
diesel::joinable!(item_readers -> items (item_id));
diesel::joinable!(item_pages -> items (item_id));
diesel::joinable!(marks -> items (item_id));
diesel::joinable!(marks -> requests (request_id));
diesel::joinable!(mark_changes -> requests (request_id));
diesel::joinable!(mark_changes -> staff (staff_id));
diesel::joinable!(item_decisions -> items (item_id));
diesel::joinable!(item_decisions -> requests (request_id));
diesel::joinable!(item_decisions -> staff (decided_by));
diesel::joinable!(markers -> requests (request_id));
diesel::joinable!(markers -> staff (staff_id));
diesel::joinable!(pages_seen -> items (item_id));
diesel::joinable!(pages_seen -> staff (staff_id));
diesel::joinable!(letters -> requests (request_id));
diesel::joinable!(letters -> staff (made_by));
diesel::joinable!(packs -> requests (request_id));
diesel::joinable!(pack_volumes -> packs (pack_id));
diesel::joinable!(pack_items -> packs (pack_id));
diesel::joinable!(pack_items -> items (item_id));
diesel::joinable!(mark_comments -> requests (request_id));
diesel::joinable!(mark_comments -> marks (mark_id));
diesel::joinable!(mark_comments -> items (item_id));
diesel::joinable!(disclosures -> requests (request_id));
diesel::joinable!(disclosures -> packs (pack_id));
diesel::joinable!(disclosures -> links (link_id));
diesel::joinable!(disclosures -> staff (released_by));
diesel::joinable!(downloads -> disclosures (disclosure_id));
diesel::joinable!(contested -> items (item_id));
diesel::joinable!(correction_steps -> contested (contested_id));
diesel::joinable!(correction_steps -> staff (made_by));

diesel::allow_tables_to_appear_in_same_query!(
    staff,
    sessions,
    failed_tries,
    api_tokens,
    diary,
    diary_head,
    jobs,
    messages,
    links,
    subjects,
    circle,
    circle_aliases,
    counters,
    requests,
    assignments,
    interests,
    health_items,
    opinions,
    ground_tests,
    identity_checks,
    understandings,
    waits,
    refusals,
    openings,
    consultations,
    consultation_passages,
    third_parties,
    restrictions,
    clock_events,
    notes,
    searches,
    identity_decisions,
    uploads,
    items,
    item_readers,
    item_pages,
    marks,
    mark_changes,
    item_decisions,
    markers,
    pages_seen,
    letters,
    packs,
    pack_volumes,
    pack_items,
    mark_comments,
    disclosures,
    downloads,
    places,
    paper_volumes,
    completeness,
    corrections,
    contested,
    correction_steps,
    recipients,
    item_notices,
    handed_in,
    requester_words,
    letter_versions,
    sent_letters,
    preferences,
    holiday_lists,
    clock_warnings,
);
