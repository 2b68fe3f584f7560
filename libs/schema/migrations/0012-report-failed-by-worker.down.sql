DROP POLICY report_failed ON report;
