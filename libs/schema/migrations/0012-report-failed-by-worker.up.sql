-- Where the access of the one who asked has ended, their chart can not be opened to say so: the worker, as a system job, may end
-- a report as failed, and change nothing else about it.
CREATE POLICY report_failed ON report FOR UPDATE TO anamnesis_report_worker
  USING (app.scope() = 'system' AND status IN ('queued', 'running')) WITH CHECK (app.scope() = 'system' AND status = 'failed' AND file_key IS NULL);
