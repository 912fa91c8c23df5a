DROP TABLE waits;
DROP TABLE refusals;
