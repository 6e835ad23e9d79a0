CREATE TABLE vorgang (
    nummer INTEGER PRIMARY KEY,
    eingang DATE NOT NULL
);
