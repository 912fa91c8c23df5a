DROP INDEX subjects_by_birth;
DROP INDEX requests_by_address;
DROP TABLE taken_over;
