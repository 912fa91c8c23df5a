-- Bank holidays can change by proclamation, and each office wants to be warned at its own days.
CREATE TABLE holiday_lists (
    id          TEXT PRIMARY KEY,
    -- As it came; what was known before stays beside it.
    json        TEXT NOT NULL,
    known_from  DATE NOT NULL,
    known_to    DATE NOT NULL CHECK (known_to >= known_from),
    imported_by TEXT REFERENCES staff (id),
    imported_at TIMESTAMP NOT NULL
);
CREATE TABLE clock_warnings (
    days BIGINT PRIMARY KEY CHECK (days BETWEEN 1 AND 60)
);
