CREATE TABLE identity_card (
    id INTEGER PRIMARY KEY,
    card_number VARCHAR(20) NOT NULL,
    gender CHAR(1) CHECK (gender IN ('M', 'F'))
);
