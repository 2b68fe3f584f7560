DROP TABLE idempotency_key, report;
