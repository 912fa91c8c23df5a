-- Somebody a record is also about answers by a link, as whoever gave what it says does.
ALTER TABLE consultations ADD COLUMN third_party_id TEXT REFERENCES third_parties (id);
-- A person is asked once at a time.
CREATE UNIQUE INDEX consultations_one_ask ON consultations (third_party_id)
    WHERE third_party_id IS NOT NULL AND state NOT IN ('concluded', 'dropped', 'no_response', 'unlocatable');
