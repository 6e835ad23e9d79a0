CREATE TABLE sex (code char(1) PRIMARY KEY, name varchar(30));
INSERT INTO sex (code, name) VALUES ('m', 'male'), ('f', 'female');
CREATE TABLE tenant (id int, sex char(1) REFERENCES sex(code), last_name text);
