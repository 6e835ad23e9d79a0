CREATE TABLE partner (art VARCHAR(10), geschlecht CHAR(1), CHECK (art = 'firma' OR geschlecht IN ('m', 'w', 'd', 'x')));
