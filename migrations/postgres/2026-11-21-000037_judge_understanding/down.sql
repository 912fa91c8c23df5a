DROP TABLE identity_checks;
DROP TABLE understandings;
