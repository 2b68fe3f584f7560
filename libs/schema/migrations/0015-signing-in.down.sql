DROP FUNCTION app.act_on_account;
DROP INDEX sign_in_throttle_age;
ALTER TABLE sign_in_throttle DROP COLUMN signed_in_at;
ALTER TABLE session DROP COLUMN carrier;
DROP TABLE recovery_code, second_factor_step, second_factor;
