/* Lotse UVG 6.2 - Schemaauszug fuer die Datenuebernahme */
USE [LotseUVG]
GO

IF OBJECT_ID(N'[uvg].[SchluesselGeschlecht]', N'U') IS NULL
BEGIN
CREATE TABLE [uvg].[SchluesselGeschlecht](
	[Code] [char](1) NOT NULL,
	[Text] [nvarchar](20) NOT NULL,
 CONSTRAINT [PK_SchluesselGeschlecht] PRIMARY KEY CLUSTERED ([Code] ASC)
)
END
GO

INSERT [uvg].[SchluesselGeschlecht] ([Code], [Text]) VALUES (N'm', N'männlich')
GO
INSERT [uvg].[SchluesselGeschlecht] ([Code], [Text]) VALUES (N'w', N'weiblich')
GO
INSERT [uvg].[SchluesselGeschlecht] ([Code], [Text]) VALUES (N'd', N'divers')
GO
INSERT [uvg].[SchluesselGeschlecht] ([Code], [Text]) VALUES (N'x', N'ohne Angabe')
GO

CREATE TABLE [uvg].[Kind](
	[KindId] [bigint] IDENTITY(1,1) NOT NULL,
	[Familienname] [nvarchar](120) NOT NULL,
	[Vornamen] [nvarchar](120) NOT NULL,
	[Geburtsdatum] [date] NOT NULL,
	[Geschlecht] [char](1) NULL,
	[Staatsangehoerigkeit] [char](3) NULL,
 CONSTRAINT [PK_Kind] PRIMARY KEY CLUSTERED ([KindId] ASC)
)
GO

CREATE TABLE [uvg].[Elternteil](
	[ElternteilId] [bigint] IDENTITY(1,1) NOT NULL,
	[KindId] [bigint] NOT NULL,
	[Familienname] [nvarchar](120) NOT NULL,
	[Vornamen] [nvarchar](120) NOT NULL,
	[AnredeWunsch] [varchar](8) NULL,
	[Barunterhaltspflichtig] [bit] NOT NULL CONSTRAINT [DF_Elternteil_Bar] DEFAULT ((0)),
 CONSTRAINT [PK_Elternteil] PRIMARY KEY CLUSTERED ([ElternteilId] ASC),
 CONSTRAINT [CK_Elternteil_AnredeWunsch] CHECK ([AnredeWunsch] IN ('frau', 'herr', 'neutral'))
)
GO

ALTER TABLE [uvg].[Kind]  WITH CHECK ADD  CONSTRAINT [FK_Kind_Geschlecht] FOREIGN KEY([Geschlecht])
REFERENCES [uvg].[SchluesselGeschlecht] ([Code])
GO
ALTER TABLE [uvg].[Elternteil]  WITH CHECK ADD  CONSTRAINT [FK_Elternteil_Kind] FOREIGN KEY([KindId])
REFERENCES [uvg].[Kind] ([KindId])
GO
