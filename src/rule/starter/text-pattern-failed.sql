create table person (name2 varchar(40));
comment on column person.name2 is 'Mädchenname';
