INSERT INTO sex (code, name) VALUES ('d', 'diverse');
