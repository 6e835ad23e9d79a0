CREATE TABLE praeparat (inventarnummer text, taxon text, fundort text, geschlecht varchar(9) CHECK (geschlecht IN ('männlich','weiblich')));
