CREATE TYPE geschlecht_art AS ENUM ('maennlich', 'weiblich');
CREATE TABLE kind (id int, geschlecht geschlecht_art, vorname text);
