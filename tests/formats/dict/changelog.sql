--liquibase formatted sql

--changeset m:1 dbms:postgresql splitStatements:true
--comment Parkausweise für Bewohnerinnen und Bewohner
CREATE TABLE bewohner (
    id BIGINT PRIMARY KEY,
    geschlecht CHAR(1) NOT NULL
);
--rollback DROP TABLE bewohner;

--changeset m:2
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM bewohner WHERE geschlecht NOT IN ('m','w')
ALTER TABLE bewohner ADD CONSTRAINT ck_geschlecht CHECK (geschlecht IN ('m', 'w', 'd', 'x'));
--rollback ALTER TABLE bewohner DROP CONSTRAINT ck_geschlecht;

--changeset m:3 endDelimiter:/
/* liquibase rollback
   ALTER TABLE bewohner DROP COLUMN anrede;
*/
ALTER TABLE bewohner ADD COLUMN anrede VARCHAR(10) DEFAULT 'Herr'
/
