DROP TABLE clock_warnings;
DROP TABLE holiday_lists;
