CREATE TABLE gender_code (id int PRIMARY KEY, label varchar(30));
CREATE TABLE resident (id int, gender int REFERENCES gender_code(id), last_name varchar(80));
INSERT INTO gender_code VALUES (1, 'male'), (2, 'female');
