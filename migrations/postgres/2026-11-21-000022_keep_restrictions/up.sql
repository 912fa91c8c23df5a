-- An item is kept from the person only on one of three grounds, with a reason and a manager's
-- advice, and is looked at again by a day.
CREATE TABLE restrictions (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    item_id     TEXT NOT NULL REFERENCES items (id),
    state       TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'advised', 'restricted', 'review_due',
                    'reaffirmed', 'consulting', 'decided', 'released', 'part_released', 'retained')),
    ground      TEXT NOT NULL CHECK (ground IN ('serious_harm', 'expectation_of_non_disclosure',
                    'third_party_expressly_refused')),
    reason      TEXT NOT NULL CHECK (reason <> ''),
    proposed_by TEXT REFERENCES staff (id),
    proposed_at TIMESTAMP NOT NULL,
    advice      TEXT NOT NULL,
    advised_by  TEXT REFERENCES staff (id),
    review_on   DATE,
    exemption   TEXT,
    outcome     TEXT NOT NULL,
    decided_by  TEXT REFERENCES staff (id),
    changed_at  TIMESTAMP NOT NULL,
    UNIQUE (item_id),
    CHECK (state IN ('open', 'proposed') OR (advice <> '' AND advised_by IS NOT NULL)),
    CHECK (state <> 'retained' OR (exemption IS NOT NULL AND outcome <> ''))
);
CREATE INDEX restrictions_by_request ON restrictions (request_id, state);
CREATE INDEX restrictions_by_day ON restrictions (state, review_on);
