DO $$
DECLARE
  target text;
  found_trigger record;
BEGIN
  FOR target IN SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_insert' AND NOT tgisinternal LOOP
    PERFORM audit.unwatch(target::regclass);
  END LOOP;
  FOR found_trigger IN SELECT tgname, tgrelid::regclass::text AS target FROM pg_trigger
    WHERE tgname IN ('stamp_change', 'chart_version_insert', 'chart_version_update') AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', found_trigger.tgname, found_trigger.target);
  END LOOP;
END $$;
DROP FUNCTION app.start_or_raise_chart, app.raise_chart_version, app.stamp_change;
