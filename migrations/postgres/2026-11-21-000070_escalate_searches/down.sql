-- Searches are chased by hand again.
ALTER TABLE searches DROP COLUMN escalated_on;
ALTER TABLE searches DROP COLUMN steps_taken;
ALTER TABLE searches DROP COLUMN manager_email;
ALTER TABLE searches DROP COLUMN manager_name;
