DELETE FROM measure_alias;
DELETE FROM measure_type;
