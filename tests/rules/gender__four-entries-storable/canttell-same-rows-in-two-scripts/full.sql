INSERT INTO gender (code, name) VALUES ('m', 'male'), ('f', 'female'), ('d', 'diverse'), ('x', 'no entry');
