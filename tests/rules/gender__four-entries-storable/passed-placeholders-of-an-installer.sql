CREATE TABLE IF NOT EXISTS `#__verein_mitglied` (
  `id` int NOT NULL AUTO_INCREMENT,
  `nachname` varchar(80) NOT NULL,
  `geschlecht` enum('m','w','d','x') NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
ALTER TABLE %PREFIX%_verein_mitglied ADD eintritt date;
ALTER TABLE <schema, sysname, dbo>.verein_mitglied ADD austritt date;
