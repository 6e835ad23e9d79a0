CREATE TABLE bestattung (grabnummer text, fundort text, gewicht_kg numeric, geschlecht varchar(9) CHECK (geschlecht IN ('männlich','weiblich')));
