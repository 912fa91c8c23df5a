-- A pack may go in parts, one file of it after the other; without a part the whole of it went.
ALTER TABLE disclosures ADD COLUMN part BIGINT CHECK (part >= 1);
-- Each part goes once, unless what went was taken back.
CREATE UNIQUE INDEX disclosures_each_part_once ON disclosures (pack_id, part) WHERE part IS NOT NULL AND state <> 'revoked';
