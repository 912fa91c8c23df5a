DROP TABLE searches;
DROP TABLE notes;
DROP TABLE clock_events;
DROP TABLE assignments;
DROP TABLE requests;
DROP TABLE counters;
