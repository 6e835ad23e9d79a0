create table person (familienstand varchar(2) check (familienstand in ('LD', 'VH', 'VW', 'GS')));
