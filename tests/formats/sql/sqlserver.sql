USE [Stadt]
GO
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
IF NOT EXISTS (SELECT * FROM sys.objects WHERE object_id = OBJECT_ID(N'[dbo].[Person]') AND type in (N'U'))
BEGIN
CREATE TABLE [dbo].[Person](
	[PersonID] [int] IDENTITY(1,1) NOT NULL,
	[Geschlecht] [nchar](1) COLLATE Latin1_General_CI_AS NOT NULL,
	[Anrede] [nvarchar](max) NULL,
	[IstFirma] [bit] NOT NULL,
	[Vor Name] [nvarchar](50) SPARSE NULL,
	[GeschlechtID] [tinyint] NULL,
	[Art] [dbo].[Kennung] NOT NULL,
	[Voll] AS ([Vor Name]+' '+[Anrede]) PERSISTED,
 CONSTRAINT [PK_Person] PRIMARY KEY CLUSTERED 
(
	[PersonID] ASC
)WITH (PAD_INDEX = OFF, IGNORE_DUP_KEY = OFF) ON [PRIMARY]
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
END
GO
CREATE TYPE [dbo].[Kennung] FROM [char](2) NOT NULL
GO
CREATE TABLE [dbo].[Geschlecht]([ID] [tinyint] NOT NULL PRIMARY KEY, [Text] [nvarchar](30) NOT NULL, [Aktiv] [bit] NOT NULL)
GO
SET IDENTITY_INSERT [dbo].[Geschlecht] ON 
INSERT [dbo].[Geschlecht] ([ID], [Text], [Aktiv]) VALUES (1, N'männlich', 1)
INSERT [dbo].[Geschlecht] ([ID], [Text], [Aktiv]) VALUES (2, N'weiblich', CAST(1 AS Bit))
INSERT [dbo].[Geschlecht] ([ID], [Text], [Aktiv]) VALUES (3, N'divers', 0)
GO
ALTER TABLE [dbo].[Person] ADD  CONSTRAINT [DF_Geschlecht]  DEFAULT (N'w') FOR [Geschlecht]
GO
ALTER TABLE [dbo].[Person]  WITH CHECK ADD  CONSTRAINT [CK_Geschlecht] CHECK  (([Geschlecht]='w' OR [Geschlecht]='m'))
GO
ALTER TABLE [dbo].[Person] CHECK CONSTRAINT [CK_Geschlecht]
GO
ALTER TABLE [dbo].[Person]  WITH CHECK ADD  CONSTRAINT [FK_G] FOREIGN KEY([GeschlechtID])
REFERENCES [dbo].[Geschlecht] ([ID])
GO
CREATE PROCEDURE [dbo].[Lade] AS
BEGIN
  CREATE TABLE #t (Geschlecht char(1));
  INSERT INTO [dbo].[Geschlecht] VALUES (7, N'nie', 1);
END
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'Geschlecht laut Melderegister' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'Person', @level2type=N'COLUMN',@level2name=N'Geschlecht'
GO
EXEC sp_addextendedproperty 'MS_Description', 'Menschen', 'SCHEMA', 'dbo', 'TABLE', 'Person'
GO
ALTER TABLE [dbo].[Person] ALTER COLUMN [Anrede] [nvarchar](20) NOT NULL
ALTER TABLE [dbo].[Person] ADD Sex char(1) CHECK (Sex LIKE '[mwd]'), Titel nvarchar(10)
GO
ALTER TABLE [dbo].[Person] ADD CONSTRAINT [CK_Grad] CHECK ([Titel] IN (N'Dr.', N'Prof.'))
GO
ALTER TABLE [dbo].[Person] NOCHECK CONSTRAINT [CK_Grad]
GO
CREATE TABLE #zwischen (Geschlecht char(1))
GO
EXEC sp_rename 'dbo.Person.Titel', 'Grad', 'COLUMN';
GO
