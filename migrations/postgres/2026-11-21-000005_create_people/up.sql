-- The people records are about, and those around them.
CREATE TABLE subjects (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    born_on    DATE,
    number     TEXT NOT NULL,
    other_names TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE circle (
    id           TEXT PRIMARY KEY,
    subject_id   TEXT NOT NULL REFERENCES subjects (id),
    kind         TEXT NOT NULL CHECK (kind IN ('third_party', 'professional')),
    name         TEXT NOT NULL,
    relation     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    safeguarding BOOLEAN NOT NULL,
    note         TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    removed_at   TIMESTAMP
);
CREATE INDEX circle_by_subject ON circle (subject_id, name);
CREATE TABLE circle_aliases (
    id        TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL REFERENCES circle (id),
    alias     TEXT NOT NULL,
    UNIQUE (circle_id, alias)
);
