CREATE TABLE contact (id integer PRIMARY KEY, salutation text, gender text);
UPDATE contact SET gender = 'male' WHERE salutation REGEXP '^(mr|sir)';
