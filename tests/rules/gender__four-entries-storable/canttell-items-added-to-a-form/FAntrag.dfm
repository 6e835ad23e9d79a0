object FAntrag: TFAntrag
  object cbGender: TComboBox
    Items.Strings = (
      'male'
      'female')
  end
end
