DROP TABLE api_tokens;
DROP TABLE failed_tries;
DROP TABLE sessions;
DROP TABLE staff;
