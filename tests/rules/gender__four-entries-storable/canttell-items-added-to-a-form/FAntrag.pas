unit FAntrag;

interface

implementation

procedure TFAntrag.FormShow(Sender: TObject);
begin
  cbGender.Items.Add('diverse');
  cbGender.Items.Add('no entry');
end;

end.
