object Form: TForm
  object lblGeschlecht: TLabel
    Caption = 'Geschlecht'
  end
  object cbGeschlecht: TComboBox
    Items.Strings = (
      'm'#228'nnlich'
      'weiblich')
  end
end
