-- How somebody would like to be written to is asked once and heeded by every letter and by the pack.
CREATE TABLE preferences (
    request_id      TEXT PRIMARY KEY REFERENCES requests (id),
    language        TEXT NOT NULL CHECK (language IN ('en', 'cy', 'other')),
    other_language  TEXT NOT NULL,
    format          TEXT NOT NULL CHECK (format IN ('standard', 'large_print', 'easy_read', 'audio', 'braille')),
    interpreter     BOOLEAN NOT NULL,
    reader          BOOLEAN NOT NULL,
    staged          BOOLEAN NOT NULL,
    childs_language TEXT NOT NULL,
    carers_language TEXT NOT NULL,
    changed_by      TEXT REFERENCES staff (id),
    changed_at      TIMESTAMP NOT NULL,
    CHECK (language <> 'other' OR other_language <> '')
);
