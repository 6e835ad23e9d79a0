document = "object Form: TForm\n" component+ "end\n"
component = "  object " field ": TComboBox\n" property+ "  end\n" | "  object rg: TDBRadioGroup\n" property+ "  end\n" | "  object l: TLabel\n" property "  end\n" | "  object p: TPanel\n" component "  end\n"
property = "    Caption = '" label "'\n" | "    DataField = '" field "'\n" | "    Items.Strings = (\n      '" entry "'\n      'm'#228'nnlich')\n" | "    Values.Strings = (\n      '" entry "'\n      '" entry "')\n" | "    MaxLength = " number "\n" | "    Columns = <\n      item\n        FieldName = '" field "'\n      end>\n"
