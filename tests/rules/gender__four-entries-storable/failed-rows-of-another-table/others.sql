INSERT INTO gender_of_tools (code, name) VALUES ('d', 'diverse');
INSERT INTO gender_of_tools (code, name) VALUES ('x', 'no entry');
