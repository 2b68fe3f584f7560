-- The measures known from the start. Possible: beyond it a value is refused; plausible: beyond it the value is marked.
-- Units are UCUM; ranges are in the canonical unit, ages in years.
INSERT INTO measure_type (code, text, value_kind, canonical_unit, accepted_units, molar_mass, decimals, possible, plausible, panel_code) VALUES
  ('8480-6', 'Systolic blood pressure', 'quantity', 'mm[Hg]', '{mm[Hg],kPa}', NULL, 0, '[{"low": 30, "high": 350}]', '[{"ageFrom": 18, "low": 70, "high": 250}, {"ageTo": 18, "low": 50, "high": 180}]', '85354-9'),
  ('8462-4', 'Diastolic blood pressure', 'quantity', 'mm[Hg]', '{mm[Hg],kPa}', NULL, 0, '[{"low": 10, "high": 250}]', '[{"ageFrom": 18, "low": 40, "high": 150}, {"ageTo": 18, "low": 20, "high": 120}]', '85354-9'),
  ('8867-4', 'Heart rate', 'quantity', '/min', '{/min}', NULL, 0, '[{"low": 10, "high": 350}]', '[{"ageFrom": 12, "low": 35, "high": 220}, {"ageTo": 12, "low": 50, "high": 250}]', NULL),
  ('8302-2', 'Body height', 'quantity', 'cm', '{cm,m,[in_i],[ft_i]}', NULL, 1, '[{"low": 20, "high": 280}]', '[{"ageFrom": 18, "low": 120, "high": 230}, {"ageTo": 18, "low": 35, "high": 210}]', NULL),
  ('8306-3', 'Body height, lying', 'quantity', 'cm', '{cm,m,[in_i]}', NULL, 1, '[{"low": 20, "high": 150}]', '[{"low": 35, "high": 110}]', NULL),
  ('29463-7', 'Body weight', 'quantity', 'kg', '{kg,g,[lb_av],[oz_av]}', NULL, 2, '[{"low": 0.2, "high": 700}]', '[{"ageFrom": 18, "low": 30, "high": 300}, {"ageTo": 18, "low": 0.5, "high": 200}]', NULL),
  ('39156-5', 'Body mass index', 'quantity', 'kg/m2', '{kg/m2}', NULL, 1, '[{"low": 3, "high": 250}]', '[{"low": 8, "high": 80}]', NULL),
  ('8310-5', 'Body temperature', 'quantity', 'Cel', '{Cel,[degF],K}', NULL, 1, '[{"low": 15, "high": 47}]', '[{"low": 32, "high": 43}]', NULL),
  ('59408-5', 'Oxygen saturation by pulse oximetry', 'quantity', '%', '{%}', NULL, 0, '[{"low": 10, "high": 100}]', '[{"low": 60, "high": 100}]', NULL),
  ('9279-1', 'Respiratory rate', 'quantity', '/min', '{/min}', NULL, 0, '[{"low": 2, "high": 150}]', '[{"ageFrom": 12, "low": 6, "high": 60}, {"ageTo": 12, "low": 10, "high": 100}]', NULL),
  ('41653-7', 'Glucose, capillary blood by meter', 'quantity', 'mg/dL', '{mg/dL,mmol/L}', 180.156, 0, '[{"low": 5, "high": 2000}]', '[{"low": 30, "high": 700}]', NULL),
  ('2345-7', 'Glucose, serum or plasma', 'quantity', 'mg/dL', '{mg/dL,mmol/L}', 180.156, 0, '[{"low": 5, "high": 2000}]', '[{"low": 30, "high": 700}]', NULL),
  ('2339-0', 'Glucose, blood', 'quantity', 'mg/dL', '{mg/dL,mmol/L}', 180.156, 0, '[{"low": 5, "high": 2000}]', '[{"low": 30, "high": 700}]', NULL),
  ('4548-4', 'Hemoglobin A1c', 'quantity', '%', '{%}', NULL, 1, '[{"low": 2, "high": 25}]', '[{"low": 3.5, "high": 18}]', NULL),
  ('2160-0', 'Creatinine, serum or plasma', 'quantity', 'mg/dL', '{mg/dL,umol/L,mmol/L}', 113.12, 2, '[{"low": 0.01, "high": 60}]', '[{"low": 0.1, "high": 20}]', NULL),
  ('2093-3', 'Cholesterol, serum or plasma', 'quantity', 'mg/dL', '{mg/dL,mmol/L}', 386.65, 0, '[{"low": 10, "high": 2000}]', '[{"low": 50, "high": 600}]', NULL),
  ('72166-2', 'Tobacco smoking status', 'coded', NULL, '{}', NULL, 0, '[]', '[]', NULL);
INSERT INTO measure_alias (alias, code) VALUES ('8331-1', '8310-5'), ('2708-6', '59408-5');
