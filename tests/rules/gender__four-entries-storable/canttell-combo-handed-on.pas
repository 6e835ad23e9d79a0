unit Antrag;
interface
implementation
procedure TAntragForm.FormCreate(Sender: TObject);
begin
  cbGeschlecht.Items.Add('männlich');
  cbGeschlecht.Items.Add('weiblich');
  FillFromSettings(cbGeschlecht);
end;
end.
