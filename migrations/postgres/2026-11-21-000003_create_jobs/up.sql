-- Work to be done later, decided in the transaction of the act that asked for it.
CREATE TABLE jobs (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    once_key       TEXT UNIQUE,
    request_id     TEXT,
    payload        TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts       BIGINT NOT NULL,
    max_attempts   BIGINT NOT NULL,
    run_at         TIMESTAMP NOT NULL,
    lease_token    TEXT,
    lease_until    TIMESTAMP,
    progress_done  BIGINT NOT NULL,
    progress_total BIGINT NOT NULL,
    progress_words TEXT NOT NULL,
    last_error     TEXT,
    made_at        TIMESTAMP NOT NULL,
    finished_at    TIMESTAMP
);
CREATE INDEX jobs_to_claim ON jobs (state, run_at);
CREATE INDEX jobs_by_request ON jobs (request_id, made_at);
