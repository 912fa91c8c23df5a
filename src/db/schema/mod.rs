//! The tables as diesel sees them, the same for both databases; each file holds those of one side of the house.

mod accounts;
mod ground;
mod asking;
mod record;
mod review;
mod disclosure;
mod correction;

pub use accounts::*;
pub use asking::*;
pub use correction::*;
pub use disclosure::*;
pub use ground::*;
pub use record::*;
pub use review::*;

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
diesel::joinable!(notes -> requests (request_id));
diesel::joinable!(notes -> staff (author_id));
diesel::joinable!(identity_decisions -> requests (request_id));
diesel::joinable!(identity_decisions -> staff (decided_by));
diesel::joinable!(identity_checks -> identity_decisions (decision_id));
diesel::joinable!(understandings -> requests (request_id));
diesel::joinable!(understandings -> staff (made_by));
diesel::joinable!(taken_over -> staff (made_by));
diesel::joinable!(waits -> requests (request_id));
diesel::joinable!(refusals -> requests (request_id));
diesel::joinable!(searches -> requests (request_id));
diesel::joinable!(searches -> staff (sent_by));
diesel::joinable!(places -> requests (request_id));
diesel::joinable!(paper_volumes -> places (place_id));
diesel::joinable!(uploads -> requests (request_id));
diesel::joinable!(uploads -> searches (search_id));
diesel::joinable!(items -> requests (request_id));
diesel::joinable!(items -> uploads (upload_id));
diesel::joinable!(item_readers -> items (item_id));
diesel::joinable!(family_members -> requests (request_id));
diesel::joinable!(brought_items -> items (item_id));
diesel::joinable!(item_pages -> items (item_id));
diesel::joinable!(passages -> items (item_id));
diesel::joinable!(trail_messages -> items (item_id));
diesel::joinable!(item_identity -> items (item_id));
diesel::joinable!(item_variants -> items (item_id));
diesel::joinable!(item_entries -> items (item_id));
diesel::joinable!(bulk_changed_items -> items (item_id));
diesel::joinable!(passages -> requests (request_id));
diesel::joinable!(passages -> staff (made_by));
diesel::joinable!(health_items -> items (item_id));
diesel::joinable!(marks -> items (item_id));
diesel::joinable!(marks -> requests (request_id));
diesel::joinable!(mark_changes -> requests (request_id));
diesel::joinable!(mark_changes -> staff (staff_id));
diesel::joinable!(mark_comments -> requests (request_id));
diesel::joinable!(mark_comments -> marks (mark_id));
diesel::joinable!(mark_comments -> items (item_id));
diesel::joinable!(item_decisions -> items (item_id));
diesel::joinable!(item_decisions -> requests (request_id));
diesel::joinable!(item_decisions -> staff (decided_by));
diesel::joinable!(markers -> requests (request_id));
diesel::joinable!(markers -> staff (staff_id));
diesel::joinable!(pages_seen -> items (item_id));
diesel::joinable!(pages_seen -> staff (staff_id));
diesel::joinable!(ground_tests -> requests (request_id));
diesel::joinable!(ground_tests -> staff (made_by));
diesel::joinable!(opinions -> requests (request_id));
diesel::joinable!(consultations -> requests (request_id));
diesel::joinable!(consultation_passages -> consultations (consultation_id));
diesel::joinable!(consultation_passages -> items (item_id));
diesel::joinable!(third_parties -> requests (request_id));
diesel::joinable!(third_parties -> circle (circle_id));
diesel::joinable!(restrictions -> requests (request_id));
diesel::joinable!(restrictions -> items (item_id));
diesel::joinable!(legal_hints -> items (item_id));
diesel::joinable!(legal_looks -> items (item_id));
diesel::joinable!(sources -> items (item_id));
diesel::joinable!(legal_claims -> items (item_id));
diesel::joinable!(legal_claims -> staff (made_by));
diesel::joinable!(packs -> requests (request_id));
diesel::joinable!(pack_volumes -> packs (pack_id));
diesel::joinable!(pack_items -> packs (pack_id));
diesel::joinable!(pack_items -> items (item_id));
diesel::joinable!(disclosures -> requests (request_id));
diesel::joinable!(disclosures -> packs (pack_id));
diesel::joinable!(disclosures -> links (link_id));
diesel::joinable!(disclosures -> staff (released_by));
diesel::joinable!(downloads -> disclosures (disclosure_id));
diesel::joinable!(readings -> disclosures (disclosure_id));
diesel::joinable!(readings -> staff (made_by));
diesel::joinable!(letters -> requests (request_id));
diesel::joinable!(letters -> staff (made_by));
diesel::joinable!(contested -> items (item_id));
diesel::joinable!(correction_steps -> contested (contested_id));
diesel::joinable!(correction_steps -> staff (made_by));

diesel::allow_tables_to_appear_in_same_query!(
    staff,
    requests,
    subjects,
    taken_over,
    items,
    assignments,
    interests,
    uploads,
    sessions,
    failed_tries,
    api_tokens,
    diary,
    diary_head,
    jobs,
    messages,
    links,
    counters,
    holiday_lists,
    clock_warnings,
    circle,
    circle_aliases,
    openings,
    clock_events,
    notes,
    identity_decisions,
    identity_checks,
    understandings,
    waits,
    refusals,
    handed_in,
    requester_words,
    preferences,
    searches,
    places,
    paper_volumes,
    completeness,
    item_readers,
    family_members,
    brought_items,
    legal_hints,
    legal_looks,
    legal_claims,
    sources,
    item_pages,
    passages,
    trail_messages,
    item_identity,
    item_variants,
    spelling_verdicts,
    item_entries,
    bulk_changes,
    bulk_changed_items,
    health_items,
    marks,
    mark_changes,
    mark_comments,
    marks_left,
    item_copies,
    item_decisions,
    markers,
    pages_seen,
    ground_tests,
    opinions,
    consultations,
    consultation_passages,
    third_parties,
    restrictions,
    packs,
    pack_volumes,
    pack_items,
    disclosures,
    downloads,
    readings,
    letters,
    letter_versions,
    sent_letters,
    corrections,
    contested,
    correction_steps,
    recipients,
    item_notices,
);
