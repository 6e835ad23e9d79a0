CREATE TABLE geschlechter (
    kurz CHAR(1) PRIMARY KEY
);
INSERT INTO geschlechter (kurz) VALUES ('w'), ('m'), ('d');
