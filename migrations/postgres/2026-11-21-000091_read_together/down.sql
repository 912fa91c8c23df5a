-- Nobody sits with readers any more; what was read so was handed over.
DROP TABLE readings;
UPDATE disclosures SET how = 'by_hand' WHERE how = 'reading';
ALTER TABLE disclosures DROP CONSTRAINT disclosures_how_check;
ALTER TABLE disclosures ADD CONSTRAINT disclosures_how_check
    CHECK (how IN ('portal', 'post', 'by_hand', 'encrypted_file'));
