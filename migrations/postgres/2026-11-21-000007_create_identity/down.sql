DROP TABLE identity_decisions;
