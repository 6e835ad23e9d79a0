CREATE TABLE stadtgruen (
    nummer INTEGER PRIMARY KEY,
    baumart VARCHAR(60) NOT NULL,
    gepflanzt DATE,
    geschlecht VARCHAR(10) CHECK (geschlecht IN ('männlich', 'weiblich'))
);
