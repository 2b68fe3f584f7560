DROP TABLE measure_alias, measure_type, immunization, list_review, allergy, treatment, diagnosis, measure, visit, doctor_slot, appointment;
