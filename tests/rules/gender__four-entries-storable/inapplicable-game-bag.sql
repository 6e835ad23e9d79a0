CREATE TABLE jagdstrecke (nummer int, wildart text, geschlecht char(1) CHECK (geschlecht IN ('m','w')));
