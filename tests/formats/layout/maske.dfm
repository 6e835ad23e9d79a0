object FormPerson: TFormPerson
  Caption = 'Person'
  object lblGeschlecht: TLabel
    Caption = '&Geschlecht:'
  end
  object cbGeschlecht: TComboBox
    Left = 10
    Text = 'weiblich'
    Items.Strings = (
      'm'#228'nnlich'
      'weiblich')
  end
  object rgAnrede: TDBRadioGroup
    Caption = 'Anrede'
    DataField = 'ANREDE'
    Items.Strings = (
      'Herr'
      'Frau')
    Values.Strings = (
      '1'
      '2')
  end
  object edSex: TDBEdit
    DataField = 'SEX'
    MaxLength = 1
    Font.Style = [fsBold]
  end
  object Grid: TDBGrid
    Columns = <
      item
        FieldName = 'GESCHLECHT'
      end>
  end
end
