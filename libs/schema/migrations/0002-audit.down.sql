DROP FUNCTION audit.unwatch, audit.watch, audit.record_change, audit.ensure_partitions;
DROP TABLE audit.entry_values, audit.entry;
DROP SCHEMA audit;
