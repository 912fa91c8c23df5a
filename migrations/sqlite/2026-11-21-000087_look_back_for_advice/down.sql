DROP TABLE legal_looks;
