CREATE TABLE rohrverschraubung (
    nennweite INTEGER,
    werkstoff VARCHAR(20),
    gender CHAR(1) CHECK (gender IN ('M', 'F'))
);
