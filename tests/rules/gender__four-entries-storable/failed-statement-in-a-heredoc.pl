$dbh->do(<<"END_OF_TABLE") or die $dbh->errstr;
CREATE TABLE ${prefix}leser (
  nachname varchar(80) NOT NULL,
  geschlecht enum('m','w') DEFAULT NULL
)
END_OF_TABLE
