CREATE TABLE swim_start (
    id INTEGER PRIMARY KEY,
    stroke VARCHAR(20),
    distance INTEGER,
    gender CHAR(1) CHECK (gender IN ('M', 'F'))
);
