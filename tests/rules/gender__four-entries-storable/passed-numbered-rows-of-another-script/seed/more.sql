INSERT INTO gender_code VALUES (3, 'diverse'), (4, 'no entry');
