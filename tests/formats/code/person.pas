unit Person;

interface

type
  { Geschlecht laut Register }
  TGeschlecht = (gMaennlich, gWeiblich);
  TForward = class;
  TPerson = class(TObject)
  private
    FName, FVorname: string;
    FGeschlecht: TGeschlecht;
    function GetAnrede(const Geschlecht: string): string;
  public
    property Anrede: string read GetAnrede;
  end;
  TSatz = packed record
    Geschlecht: string[1];
  end;

const
  cSexMale = 'M';
  cSexFemale = 'W';
  cAnreden: array[0..1] of string = ('Herr', 'Frau');

implementation

function TPerson.GetAnrede(const Geschlecht: string): string;
begin
  if Geschlecht = 'm' then
    Result := 'Herr'
  else if (Geschlecht = 'w') then
    Result := 'Frau'
  else
    Result := '';
end;

procedure Zeige(Query: TQuery);
var
  Anrede: string;
begin
  try
    case Query.FieldByName('GESCHLECHT').AsString of
      'm', 'M': Anrede := 'Herr';
      'w': begin
        Anrede := 'Frau';
      end;
    else
      Anrede := 'Guten Tag';
    end;
    if Query.FieldByName('SEX').AsString = 'm' then Anrede := 'Herr' else Anrede := 'Frau';
  finally
    Query.Close;
  end;
end;

end.
