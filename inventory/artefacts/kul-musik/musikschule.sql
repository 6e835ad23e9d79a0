-- phpMyAdmin SQL Dump
-- version 4.9.11
-- https://www.phpmyadmin.example/
--
-- Erstellungszeit: 21. Okt 2026 um 11:03
-- Server-Version: 10.5.27-MariaDB

SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
SET time_zone = "+00:00";

--
-- Datenbank: `musikschule`
--

-- --------------------------------------------------------

--
-- Tabellenstruktur für Tabelle `ms_schueler`
--

CREATE TABLE `ms_schueler` (
  `ID` int(11) NOT NULL,
  `Name` varchar(50) NOT NULL,
  `Vorname` varchar(50) NOT NULL,
  `m_w` varchar(8) DEFAULT NULL COMMENT 'Geschlecht: männlich oder weiblich',
  `Instrument` varchar(30) NOT NULL,
  `Beginn` date DEFAULT NULL,
  `Ermaessigung` tinyint(1) NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- --------------------------------------------------------

--
-- Tabellenstruktur für Tabelle `ms_zahler`
--

CREATE TABLE `ms_zahler` (
  `ID` int(11) NOT NULL,
  `Anrede` enum('Herr','Frau','Familie') NOT NULL DEFAULT 'Herr',
  `Name` varchar(50) NOT NULL,
  `Vorname` varchar(50) DEFAULT NULL,
  `IBAN` varchar(34) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

ALTER TABLE `ms_schueler`
  ADD PRIMARY KEY (`ID`);
ALTER TABLE `ms_zahler`
  ADD PRIMARY KEY (`ID`);
ALTER TABLE `ms_schueler`
  MODIFY `ID` int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=903;
COMMIT;
