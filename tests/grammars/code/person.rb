document = item+
item = "class " Thing " < ApplicationRecord\n" member+ "end\n" | "create_table \"" thing "\" do |t|\n" column+ "end\n" | "def anrede(geschlecht)\n" statement+ "end\n" | "module Stadt\n" item "end\n" | "add_column :" thing ", :" field ", :string, limit: " number ", default: '" entry "'\n"
member = "  enum " field ": { male: 0, female: 1, divers: " number " }\n" | "  GENDERS = %w[m w d].freeze\n" | "  validates :" field ", inclusion: { in: [" values "] }\n" | "  ANREDEN = { 'm' => 'Herr', w: 'Frau' }\n" | "  def anrede\n" statement+ "  end\n"
column = "  t.string \"" field "\", limit: " number ", null: false, default: \"" entry "\"\n" | "  t.integer :" field "\n"
values = "'" entry "'" | "'" entry "', " values
statement = "    return " expression "\n" | "    if " condition "\n" statement "    elsif " condition "\n" statement "    else\n" statement "    end\n" | "    case " subject "\n    when '" entry "' then " expression "\n    when :male, :m\n" statement "    else\n" statement "    end\n" | "    anrede = " expression "\n" | "    " expression " unless " condition "\n"
subject = "geschlecht" | "person.gender" | "@geschlecht" | "geschlecht.downcase" | "geschlecht&.first"
condition = subject " == '" entry "'" | subject " == :male" | "!(" condition ")" | condition " || " condition | condition " && " condition | "%w[m M].include?(" subject ")" | "male?"
expression = "'" entry "'" | ":male" | condition " ? " expression " : " expression | "{ 'm' => 'Herr' }[" subject "]" | "\"Herr #{name}\"" | "nil" | "(" expression ")" | "{ m: 'Herr' }.fetch(" subject ", " expression ")"
