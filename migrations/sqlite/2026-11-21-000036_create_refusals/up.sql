-- A refusal or a fee is proposed with its criteria and evidence, and decided by somebody else. What
-- we wait for from the requester is reminded of, and after a time proposed to lapse.
CREATE TABLE refusals (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    kind        TEXT NOT NULL CHECK (kind IN ('refuse', 'charge')),
    ground      TEXT NOT NULL,
    criteria    TEXT NOT NULL,
    evidence    TEXT NOT NULL CHECK (evidence <> ''),
    words       TEXT NOT NULL CHECK (words <> ''),
    fee_pence   BIGINT CHECK (fee_pence > 0),
    state       TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'turned_down', 'taken_back')),
    proposed_by TEXT NOT NULL REFERENCES staff (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by  TEXT REFERENCES staff (id),
    decided_at  TIMESTAMP,
    decided_why TEXT NOT NULL,
    -- Nobody decides what they proposed.
    CHECK (state NOT IN ('agreed', 'turned_down') OR decided_by <> proposed_by)
);
-- A request has at most one proposal that waits.
CREATE UNIQUE INDEX refusals_one_waiting ON refusals (request_id) WHERE state = 'proposed';
CREATE TABLE waits (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    awaited     TEXT NOT NULL CHECK (awaited IN ('identity', 'fee', 'clarification')),
    asked_on    DATE NOT NULL,
    reminded_on DATE,
    lapses_on   DATE,
    proposed_on DATE,
    UNIQUE (request_id, awaited, asked_on)
);
