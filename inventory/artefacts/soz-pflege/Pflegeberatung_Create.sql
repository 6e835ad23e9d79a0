USE [Pflegeberatung]
GO
/****** Object:  Table [dbo].[tblKlient]    Script Date: 14.03.2019 09:22:41 ******/
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
CREATE TABLE [dbo].[tblKlient](
	[KlientID] [int] IDENTITY(1,1) NOT NULL,
	[Nachname] [nvarchar](80) NOT NULL,
	[Vorname] [nvarchar](80) NOT NULL,
	[Geburtsdatum] [date] NULL,
	[IstWeiblich] [bit] NOT NULL,
	[Pflegegrad] [tinyint] NULL,
	[Wohnform] [nvarchar](30) NULL,
	[ErstkontaktAm] [datetime] NOT NULL,
	[BeraterID] [int] NULL,
 CONSTRAINT [PK_tblKlient] PRIMARY KEY CLUSTERED
(
	[KlientID] ASC
)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF, IGNORE_DUP_KEY = OFF, ALLOW_ROW_LOCKS = ON, ALLOW_PAGE_LOCKS = ON) ON [PRIMARY]
) ON [PRIMARY]
GO
/****** Object:  Table [dbo].[tblAngehoerige]    Script Date: 14.03.2019 09:22:41 ******/
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
CREATE TABLE [dbo].[tblAngehoerige](
	[AngehoerigeID] [int] IDENTITY(1,1) NOT NULL,
	[KlientID] [int] NOT NULL,
	[Nachname] [nvarchar](80) NOT NULL,
	[Vorname] [nvarchar](80) NULL,
	[Anrede] [nvarchar](4) NOT NULL,
	[Telefon] [nvarchar](40) NULL,
	[Verhaeltnis] [nvarchar](40) NULL,
 CONSTRAINT [PK_tblAngehoerige] PRIMARY KEY CLUSTERED
(
	[AngehoerigeID] ASC
)
) ON [PRIMARY]
GO
ALTER TABLE [dbo].[tblKlient] ADD  CONSTRAINT [DF_tblKlient_ErstkontaktAm]  DEFAULT (getdate()) FOR [ErstkontaktAm]
GO
ALTER TABLE [dbo].[tblKlient] ADD  CONSTRAINT [DF_tblKlient_IstWeiblich]  DEFAULT ((1)) FOR [IstWeiblich]
GO
ALTER TABLE [dbo].[tblAngehoerige]  WITH CHECK ADD  CONSTRAINT [FK_tblAngehoerige_tblKlient] FOREIGN KEY([KlientID])
REFERENCES [dbo].[tblKlient] ([KlientID])
ON DELETE CASCADE
GO
ALTER TABLE [dbo].[tblAngehoerige] CHECK CONSTRAINT [FK_tblAngehoerige_tblKlient]
GO
ALTER TABLE [dbo].[tblAngehoerige]  WITH CHECK ADD  CONSTRAINT [CK_tblAngehoerige_Anrede] CHECK  (([Anrede]=N'Frau' OR [Anrede]=N'Herr'))
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'Pflegegrad 1 bis 5, leer = noch nicht eingestuft' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'tblKlient', @level2type=N'COLUMN',@level2name=N'Pflegegrad'
GO
