# CREATE TABLE buerger (vorname VARCHAR(50), geschlecht ENUM('m','w'));
CREATE TABLE ort (nummer INT, name VARCHAR(50)) ENGINE=InnoDB;
