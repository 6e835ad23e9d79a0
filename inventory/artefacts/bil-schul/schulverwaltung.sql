-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
--
-- Host: localhost    Database: schulverwaltung
-- ------------------------------------------------------
-- Server version	5.7.44-log

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8 */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;

--
-- Table structure for table `schueler`
--

DROP TABLE IF EXISTS `schueler`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `schueler` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `nachname` varchar(80) COLLATE utf8_german2_ci NOT NULL,
  `vorname` varchar(80) COLLATE utf8_german2_ci NOT NULL,
  `geburtsdatum` date NOT NULL,
  `geschlecht` tinyint(1) NOT NULL DEFAULT '1' COMMENT '1=männlich, 2=weiblich',
  `schule_id` int(10) unsigned DEFAULT NULL,
  `klasse` varchar(6) COLLATE utf8_german2_ci DEFAULT NULL,
  `religion` varchar(4) COLLATE utf8_german2_ci DEFAULT NULL,
  `aufnahme` date DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `schule_id` (`schule_id`),
  CONSTRAINT `schueler_ibfk_1` FOREIGN KEY (`schule_id`) REFERENCES `schule` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=20418 DEFAULT CHARSET=utf8 COLLATE=utf8_german2_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Table structure for table `lehrkraft`
--

DROP TABLE IF EXISTS `lehrkraft`;
CREATE TABLE `lehrkraft` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `nachname` varchar(80) COLLATE utf8_german2_ci NOT NULL,
  `vorname` varchar(80) COLLATE utf8_german2_ci NOT NULL,
  `geschlecht` enum('m','w') COLLATE utf8_german2_ci NOT NULL,
  `lehramt` varchar(40) COLLATE utf8_german2_ci DEFAULT NULL,
  `deputat` decimal(4,1) NOT NULL DEFAULT '0.0',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=1187 DEFAULT CHARSET=utf8 COLLATE=utf8_german2_ci;

--
-- Table structure for table `schule`
--

DROP TABLE IF EXISTS `schule`;
CREATE TABLE `schule` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(120) COLLATE utf8_german2_ci NOT NULL,
  `schulart` enum('GS','MS','RS','GY','FOS') COLLATE utf8_german2_ci NOT NULL,
  `strasse` varchar(80) COLLATE utf8_german2_ci DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8 COLLATE=utf8_german2_ci;

LOCK TABLES `schule` WRITE;
/*!40000 ALTER TABLE `schule` DISABLE KEYS */;
INSERT INTO `schule` VALUES (1,'Grundschule am Mühlbach','GS','Mühlbachstraße 4'),(2,'Grundschule Lindenpark','GS','Parkallee 17'),(3,'Mittelschule Nordwall','MS','Nordwall 88');
/*!40000 ALTER TABLE `schule` ENABLE KEYS */;
UNLOCK TABLES;

/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;

-- Dump completed on 2026-10-05  2:14:07
