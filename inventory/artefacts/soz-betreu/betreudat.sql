-- BetreuDat 5.1, Tabellenexport
-- erzeugt mit Exportwerkzeug des Herstellers

create table BTR_PERSON (
    BTR_NR        integer not null primary key,
    NACHNAME      varchar(60) not null,
    VORNAME       varchar(60) not null,
    GEBDATUM      date,
    GESCHLECHT    char(1),
    AKTENZEICHEN  varchar(30),
    GERICHT       varchar(60)
);

create table BTR_BETREUER (
    BETREUER_NR   integer not null primary key,
    ANREDE        varchar(10),
    NACHNAME      varchar(60) not null,
    VORNAME       varchar(60),
    EHRENAMT      char(1) default 'J' check (EHRENAMT in ('J','N'))
);

create table BTR_FALL (
    FALL_NR       integer not null primary key,
    BTR_NR        integer not null references BTR_PERSON (BTR_NR),
    BETREUER_NR   integer references BTR_BETREUER (BETREUER_NR),
    BEGINN        date not null,
    ENDE          date
);
