DROP TABLE spelling_verdicts;
DROP TABLE item_variants;
DROP TABLE item_identity;
