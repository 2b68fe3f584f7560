-- Requests of an address in a minute, so that instances without a Redis keep one limit together (docs/decisions/0007). Worth a minute:
-- not logged, so that counting costs the disk nothing, and empty after a crash.
CREATE UNLOGGED TABLE request_count (
  -- Since 1970.
  minute integer NOT NULL,
  -- SHA-256: the address itself is not kept.
  address_hash bytea NOT NULL,
  requests integer NOT NULL,
  PRIMARY KEY (minute, address_hash)
) WITH (fillfactor = 50);

-- The front is the one part of the monolith that has no role of its own: the gateway has no database.
GRANT SELECT, INSERT, UPDATE, DELETE ON request_count TO anamnesis_all_in_one;

-- Every process asks once a second which sessions have ended, so that their access tokens end with them (libs/users ended-sessions.ts).
CREATE INDEX session_ended ON session (revoked_at) INCLUDE (id) WHERE revoked_at IS NOT NULL;
GRANT SELECT (id, revoked_at) ON session TO anamnesis_visit_service;
