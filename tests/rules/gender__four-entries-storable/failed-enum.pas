unit P;
interface
type
  TGeschlecht = (gMaennlich, gWeiblich);
implementation
end.
