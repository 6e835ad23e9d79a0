CREATE TABLE person (geschlecht CHAR(1), mutterschutz_von DATE, CHECK (geschlecht = 'w' OR mutterschutz_von IS NULL));
