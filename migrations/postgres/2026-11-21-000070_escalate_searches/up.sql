-- A search that stays without an answer is chased by rule, and in the end goes to somebody who can act.
ALTER TABLE searches ADD COLUMN manager_name TEXT NOT NULL DEFAULT '';
ALTER TABLE searches ADD COLUMN manager_email TEXT NOT NULL DEFAULT '';
-- How many steps of the rule were taken since the day of answer was set.
ALTER TABLE searches ADD COLUMN steps_taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE searches ADD COLUMN escalated_on DATE;
