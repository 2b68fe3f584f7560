DROP FUNCTION app.open_reviews, app.open_account;
DROP TABLE review, announcement;
DROP FUNCTION app.opened_account;
