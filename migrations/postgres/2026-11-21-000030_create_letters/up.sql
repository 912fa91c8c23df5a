-- Letters are worded by staff, approved by a manager before they are used, and kept as they went.
CREATE TABLE letter_versions (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    language      TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    number        BIGINT NOT NULL CHECK (number > 0),
    subject       TEXT NOT NULL CHECK (subject <> ''),
    body          TEXT NOT NULL CHECK (body <> ''),
    reading_age   BIGINT,
    reason        TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'superseded', 'sent_back', 'withdrawn')),
    -- Nobody where the wording came with the program.
    written_by    TEXT REFERENCES staff (id),
    written_at    TIMESTAMP NOT NULL,
    decided_by    TEXT REFERENCES staff (id),
    decided_at    TIMESTAMP,
    decided_words TEXT NOT NULL,
    UNIQUE (kind, language, number),
    -- Nobody approves what they wrote.
    CHECK (decided_by <> written_by),
    CHECK (state NOT IN ('approved', 'superseded') OR decided_by IS NOT NULL)
);
CREATE UNIQUE INDEX letter_versions_one_in_use ON letter_versions (kind, language) WHERE state = 'approved';
CREATE UNIQUE INDEX letter_versions_one_waits ON letter_versions (kind, language) WHERE state = 'proposed';
CREATE TABLE sent_letters (
    id          TEXT PRIMARY KEY,
    request_id  TEXT REFERENCES requests (id),
    kind        TEXT NOT NULL,
    language    TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    -- 0 where the wording came with the program.
    version     BIGINT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('email', 'letter', 'phone', 'page')),
    to_name     TEXT NOT NULL,
    to_address  TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    large_print BOOLEAN NOT NULL,
    sent_at     TIMESTAMP NOT NULL,
    opened_at   TIMESTAMP
);
CREATE INDEX sent_letters_by_request ON sent_letters (request_id, sent_at);
