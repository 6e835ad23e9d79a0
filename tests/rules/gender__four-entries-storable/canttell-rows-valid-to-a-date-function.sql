CREATE TABLE gender (code char(1) PRIMARY KEY, label varchar(20), valid_from date, valid_to date);
INSERT INTO gender (code, label, valid_from, valid_to) VALUES ('m', 'male', DATE '2001-01-01', DATE '9999-12-31');
INSERT INTO gender (code, label, valid_from, valid_to) VALUES ('f', 'female', DATE '2001-01-01', DATE '9999-12-31');
INSERT INTO gender (code, label, valid_from, valid_to) VALUES ('d', 'diverse', DATE '2019-01-01', TO_DATE('31.12.2021', 'DD.MM.YYYY'));
INSERT INTO gender (code, label, valid_from, valid_to) VALUES ('n', 'no entry', DATE '2019-01-01', TO_DATE('31.12.2021', 'DD.MM.YYYY'));
CREATE TABLE patient (id int PRIMARY KEY, first_name varchar(80), gender char(1) REFERENCES gender (code));
