CREATE TABLE gender (code char(1) PRIMARY KEY, name varchar(30));
CREATE TABLE clerk (id int, gender char(1) REFERENCES gender(code), last_name text);
