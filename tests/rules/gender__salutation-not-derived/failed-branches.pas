unit P;
implementation
function Anrede(Geschlecht: string): string;
begin
  if Geschlecht = 'm' then Result := 'Herr' else Result := 'Frau';
end;
end.
