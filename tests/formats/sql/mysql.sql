-- MySQL dump 10.13
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
DROP TABLE IF EXISTS `kunde`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `kunde` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `geschlecht` enum('männlich','weiblich','it''s','back\'slash') CHARACTER SET utf8mb4 COLLATE utf8mb4_german2_ci NOT NULL DEFAULT 'männlich' COMMENT 'Geschlecht laut Ausweis',
  `anreden` set('Herr','Frau') DEFAULT NULL,
  `ist_maennlich` tinyint(1) NOT NULL DEFAULT '1',
  `sex` tinyint(1) NOT NULL DEFAULT 0,
  `gender` char(1) /* m, w */ DEFAULT "m",
  `key` varchar(20) DEFAULT NULL,
  `lookup_id` int DEFAULT NULL,
  `aktiv` bit(1) NOT NULL DEFAULT b'1',
  `stand` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_kunde` (`key`(10),`geschlecht`),
  KEY `ix_gender` (`gender`),
  KEY `fk_lookup` (`lookup_id`),
  CONSTRAINT `fk_lookup` FOREIGN KEY (`lookup_id`) REFERENCES `geschlecht` (`code`) ON DELETE CASCADE,
  CONSTRAINT `ck_gender` CHECK ((`gender` in (_utf8mb4'm',_utf8mb4'w'))),
  CONSTRAINT `ck_sex` CHECK (`sex` between 0 and 3)
) /*!50100 TABLESPACE x */ ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COMMENT='Kundschaft; alle';

CREATE TABLE `geschlecht` (
  `code` int NOT NULL,
  `kurz` char(1) NOT NULL,
  `text` varchar(40) NOT NULL,
  `reihenfolge` int DEFAULT NULL,
  PRIMARY KEY (`code`)
) ENGINE=MyISAM;
INSERT INTO `geschlecht` VALUES (1,'m','männlich',1),(2,'w','weiblich; (meist)',2),
  (3,'d','divers',3);
INSERT IGNORE INTO `geschlecht` (`code`,`kurz`,`text`,`reihenfolge`) VALUES (4,'x','ohne Angabe',NULL);
INSERT INTO `kunde` VALUES (1,'männlich','Herr',1,0,'m','a\'b',1,b'1','2024-01-01'),(2,'weiblich',NULL,0,1,'w','c',2,b'1','2024-01-01');

DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `kunde` FOR EACH ROW BEGIN
  CREATE TEMPORARY TABLE weg (geschlecht char(1));
  INSERT INTO geschlecht VALUES (9,'z','nie',9);
END */;;
DELIMITER ;

/*!50001 CREATE TABLE `ansicht` (
  `geschlecht` tinyint NOT NULL
) ENGINE=MyISAM */;
/*!50001 DROP TABLE IF EXISTS `ansicht`*/;
/*!50001 CREATE VIEW `ansicht` AS select `kunde`.`geschlecht` from `kunde` */;

ALTER TABLE `kunde` ADD COLUMN `titel` varchar(20) AFTER `gender`, MODIFY COLUMN `anreden` enum('Herr','Frau','Hallo') NULL COMMENT 'Anrede', CHANGE `key` `schluessel` varchar(30) NOT NULL;
# a comment of MySQL's own
CREATE INDEX ix_titel ON kunde (titel);
/*!50510
ALTER TABLE kunde
PARTITION BY RANGE COLUMNS (stand)
(
    PARTITION p01 VALUES LESS THAN ('1985-12-31')
) */;
