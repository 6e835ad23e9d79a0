INSERT INTO gender (code, name) VALUES ('m', 'male');
INSERT INTO gender (code, name) VALUES ('f', 'female');
