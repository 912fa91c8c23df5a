DROP TABLE legal_claims;
DROP TABLE legal_hints;
