-- What whoever took a measure says about it: half a blood pressure needs a reason.
ALTER TABLE measure ADD COLUMN note text;
GRANT INSERT (note), UPDATE (note) ON measure TO anamnesis_visit_service;
GRANT INSERT (note) ON measure TO anamnesis_importer;
