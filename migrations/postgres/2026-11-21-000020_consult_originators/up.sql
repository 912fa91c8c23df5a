-- Whoever gave what a record says is asked before it is shared. They see the passages asked about
-- and nothing else; what they say is weighed and answered, never a veto.
CREATE TABLE consultations (
    id           TEXT PRIMARY KEY,
    request_id   TEXT NOT NULL REFERENCES requests (id),
    person_name  TEXT NOT NULL,
    person_email TEXT NOT NULL,
    circle_id    TEXT REFERENCES circle (id),
    question     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('drafted', 'approved_to_send', 'sent', 'reminded', 'responded',
                     'no_response', 'unlocatable', 'concluded', 'dropped')),
    drafted_by   TEXT NOT NULL REFERENCES staff (id),
    drafted_at   TIMESTAMP NOT NULL,
    approved_by  TEXT REFERENCES staff (id),
    sent_at      TIMESTAMP,
    answer_by    DATE,
    reminders    BIGINT NOT NULL,
    responded_at TIMESTAMP,
    steps        TEXT NOT NULL,
    outcome      TEXT CHECK (outcome IN ('disclose', 'in_part', 'withhold')),
    reasons      TEXT NOT NULL,
    concluded_by TEXT REFERENCES staff (id),
    concluded_at TIMESTAMP,
    CHECK (state <> 'concluded' OR (outcome IS NOT NULL AND concluded_by IS NOT NULL AND reasons <> ''))
);
CREATE INDEX consultations_by_request ON consultations (request_id, state);
CREATE TABLE consultation_passages (
    id              TEXT PRIMARY KEY,
    consultation_id TEXT NOT NULL REFERENCES consultations (id),
    number          BIGINT NOT NULL,
    item_id         TEXT NOT NULL REFERENCES items (id),
    page            BIGINT NOT NULL,
    quads           TEXT NOT NULL,
    answer          TEXT CHECK (answer IN ('no_objection', 'objects', 'in_part', 'unsure')),
    views           TEXT NOT NULL,
    reply           TEXT NOT NULL,
    UNIQUE (consultation_id, number)
);
CREATE INDEX consultation_passages_by_item ON consultation_passages (item_id);
