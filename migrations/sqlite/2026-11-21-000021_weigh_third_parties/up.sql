-- What became of somebody around the subject in a request: presumed nameable, separable, or weighed
-- with the form of the law. The decision holds on every page, and is proposed to later requests.
CREATE TABLE third_parties (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    circle_id  TEXT NOT NULL REFERENCES circle (id),
    state      TEXT NOT NULL CHECK (state IN ('identified', 'professional', 'separable', 'needs_decision',
                   'not_contacted', 'asked', 'consented', 'refused', 'silent', 'weighed',
                   'disclose', 'redact', 'withhold')),
    reason     TEXT NOT NULL,
    asked_on   DATE,
    answer     TEXT NOT NULL,
    form       TEXT NOT NULL,
    sorted_by  TEXT NOT NULL REFERENCES staff (id),
    decided_by TEXT REFERENCES staff (id),
    changed_at TIMESTAMP NOT NULL,
    UNIQUE (request_id, circle_id),
    CHECK (state NOT IN ('disclose', 'redact', 'withhold') OR (form <> '' AND decided_by IS NOT NULL))
);
CREATE INDEX third_parties_by_person ON third_parties (circle_id, changed_at);
