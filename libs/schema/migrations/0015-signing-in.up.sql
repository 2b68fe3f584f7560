-- Second factors, and sessions of which each knows how it carries its refresh token (decision 11).

-- The authenticator of an account (TOTP, RFC 6238). account.mfa_factors of the first migrations is not used: a code that was used is to be
-- refused atomically, and that is a row of its own.
CREATE TABLE second_factor (
  account_id uuid PRIMARY KEY REFERENCES account,
  -- Encrypted with a key that is not in the database (libs/platform/sign-in secret-box.ts).
  secret bytea NOT NULL,
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  -- NULL until a code of it was given.
  confirmed_at timestamptz
);
-- The newest step of 30 seconds of which a code was used: codes of it and of those before are worth nothing.
CREATE TABLE second_factor_step (
  account_id uuid PRIMARY KEY REFERENCES account,
  step bigint NOT NULL
);
CREATE TABLE recovery_code (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  -- SHA-256 of 80 random bits.
  code_hash bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account_id, id)
);

ALTER TABLE session ADD COLUMN carrier text NOT NULL DEFAULT 'body' CHECK (carrier IN ('body', 'cookie'));

-- When this pair of name and address signed in rightly: it is not slowed by what others fail at. Old rows are forgotten.
ALTER TABLE sign_in_throttle ADD COLUMN signed_in_at timestamptz;
CREATE INDEX sign_in_throttle_age ON sign_in_throttle (first_failure_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor, second_factor_step, recovery_code TO anamnesis_user_service;

SELECT audit.watch('second_factor', 'SecondFactor', '', 'account_id', 'secret');
SELECT audit.watch('recovery_code', 'RecoveryCode', '', 'id', 'code_hash');

-- Says who acts, for the entries of changes that belong to no patient, doctor or study: an account's own.
CREATE FUNCTION app.act_on_account(acting jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.acting = %L', acting::text);
END $$;
REVOKE ALL ON FUNCTION app.act_on_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.act_on_account TO anamnesis_user_service;
