CREATE TABLE partner (firma VARCHAR(80), geschlecht CHAR(1), CHECK (firma IS NOT NULL OR geschlecht IS NOT NULL));
