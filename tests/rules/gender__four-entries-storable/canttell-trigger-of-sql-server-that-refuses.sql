CREATE TABLE dbo.Antragsteller (
  Id int NOT NULL PRIMARY KEY,
  Nachname nvarchar(80) NOT NULL,
  Geschlecht nchar(1) NOT NULL CHECK (Geschlecht IN (N'm', N'w', N'd', N'x'))
);
GO
CREATE TRIGGER dbo.tr_Antragsteller ON dbo.Antragsteller AFTER INSERT, UPDATE
AS
BEGIN
  IF EXISTS (SELECT 1 FROM inserted WHERE Geschlecht IN (N'd', N'x'))
  BEGIN
    RAISERROR (N'Dieser Eintrag wird nicht verarbeitet.', 16, 1);
    ROLLBACK TRANSACTION;
  END
END
GO
