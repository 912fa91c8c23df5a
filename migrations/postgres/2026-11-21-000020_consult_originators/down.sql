DROP TABLE consultation_passages;
DROP TABLE consultations;
