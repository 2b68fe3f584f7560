DROP TRIGGER refuse_unapproved_role ON account_role;
DROP FUNCTION app.refuse_unapproved_role, app.decide_registration, app.open_registrations, app.accept_patient_invitation, app.tie_account, app.open_link,
  app.decide_role_request, app.ask_for_role, app.lineage, app.is_account_of, app.open_organisations;
DROP INDEX patient_unverified;
DROP TABLE nurse_location, mail_link, invitation, role_request, mail_limit, outgoing_mail;
