CREATE TABLE einwohner (id integer PRIMARY KEY, nachname varchar(80), ist_weiblich boolean NOT NULL);
