-- MySQL dump 10.11
--
-- Host: kasse-db    Database: kasse
-- ------------------------------------------------------
-- Server version	5.0.95

/*!40101 SET NAMES latin1 */;

DROP TABLE IF EXISTS `zahlpflichtiger`;
CREATE TABLE `zahlpflichtiger` (
  `zp_nr` int(11) NOT NULL auto_increment,
  `anrede` smallint(6) NOT NULL default '1' COMMENT '1 = Herr, 2 = Frau, 3 = Firma',
  `name1` varchar(40) NOT NULL,
  `name2` varchar(40) default NULL,
  `geschlecht` enum('M','W','F') NOT NULL default 'M' COMMENT 'M männlich, W weiblich, F Firma',
  `strasse` varchar(40) default NULL,
  `plz` char(5) default NULL,
  `ort` varchar(40) default NULL,
  PRIMARY KEY  (`zp_nr`)
) ENGINE=MyISAM AUTO_INCREMENT=118204 DEFAULT CHARSET=latin1;

DROP TABLE IF EXISTS `sollstellung`;
CREATE TABLE `sollstellung` (
  `soll_nr` int(11) NOT NULL auto_increment,
  `zp_nr` int(11) NOT NULL,
  `kassenzeichen` varchar(20) NOT NULL,
  `betrag` decimal(12,2) NOT NULL,
  `faellig` date NOT NULL,
  `gesperrt` char(1) NOT NULL default 'N',
  PRIMARY KEY  (`soll_nr`),
  KEY `zp_nr` (`zp_nr`)
) ENGINE=MyISAM AUTO_INCREMENT=902211 DEFAULT CHARSET=latin1;

-- Dump completed on 2026-11-02  4:00:13
