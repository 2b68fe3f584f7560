DROP POLICY extraction_read ON visit;
DROP POLICY extraction_read ON measure;
DROP POLICY extraction_read ON diagnosis;
DROP POLICY extraction_read ON treatment;
DROP POLICY extraction_read ON allergy;
DROP POLICY extraction_read ON immunization;
REVOKE ALL ON visit, measure, diagnosis, treatment, allergy, immunization FROM anamnesis_extraction;
REVOKE USAGE ON SCHEMA app FROM anamnesis_extraction;
