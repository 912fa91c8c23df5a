//! What goes out, and to whom: packs, letters, the register.

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
        part -> Nullable<BigInt>,
    }
}

diesel::table! {
    readings (id) {
        id -> Text,
        disclosure_id -> Text,
        companion -> Text,
        on_day -> Date,
        at_time -> Text,
        place -> Text,
        reason -> Text,
        made_by -> Text,
        made_at -> Timestamp,
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
    letters (request_id, kind) {
        request_id -> Text,
        kind -> Text,
        words -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

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
