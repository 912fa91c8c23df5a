-- Packs go whole again.
DROP INDEX disclosures_each_part_once;
ALTER TABLE disclosures DROP COLUMN part;
