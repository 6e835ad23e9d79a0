:setvar Datenbank "Meldewesen"
:on error exit
USE [$(Datenbank)]
GO
CREATE TABLE [$(Datenbank)].[dbo].[Mitglied] (
  [MitgliedNr] int IDENTITY PRIMARY KEY,
  [Nachname] nvarchar(60) NOT NULL,
  [Geschlecht] nchar(1) NOT NULL CHECK ([Geschlecht] IN (N'm', N'w', N'd'))
)
GO
