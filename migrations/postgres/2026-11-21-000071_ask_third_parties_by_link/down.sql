-- Third parties are asked by hand again; what they said stays with the question about them.
DROP INDEX consultations_one_ask;
ALTER TABLE consultations DROP COLUMN third_party_id;
