procedure TAnlegen.Ausfuehren;
begin
  Query.SQL.Text := 'CREATE TABLE KUNDE (NACHNAME VARCHAR(50), ' + sLineBreak +
    'GESCHLECHT CHAR(1) CHECK (GESCHLECHT IN (''m'', ''w'', ''d'', ''x'')))';
end;
