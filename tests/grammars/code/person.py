document = "from enum import Enum\n\n" item+
item = "class " Kind "(Enum):\n" constant+ "\n" | "class " Thing "(models.Model):\n" attribute+ "\n" | "GENDERS = [" pairs "]\n" | "ANREDEN = {" entries "}\n" | "def anrede(geschlecht):\n" statement+ "\n" | "@dataclass\nclass " Thing ":\n    " field ": Literal[" values "] = '" entry "'\n\n" | "class " Thing ":\n    def anrede(self):\n    " deep "\n"
constant = "    " ENTRY " = '" entry "'\n" | "    " ENTRY " = '" entry "', '" label "'\n"
attribute = "    " field " = models.CharField(max_length=" number ", choices=[" pairs "], default='" entry "')\n" | "    " field ": str = None\n" | "    " field " = Column(Enum('" entry "', '" entry "'))\n" | "    GENDER = ((" pairs "),)\n"
pairs = "('" entry "', '" label "')" | "('" entry "', _('" label "')), " pairs
entries = "'" entry "': '" label "'" | "'" entry "': '" label "', " entries
values = "'" entry "'" | "'" entry "', " values
statement = "    return " expression "\n" | "    if " condition ":\n    " deep | "    anrede = " expression "\n" | "    p.geschlecht = " expression "\n" | "    if " condition ":\n    " deep "    else:\n    " deep | "    match geschlecht:\n        case '" entry "' | " Kind "." ENTRY ":\n        " deep
deep = "    return " expression "\n" | "    anrede = " expression "\n" | "    raise ValueError()\n"
subject = "geschlecht" | "p.geschlecht" | "self.gender" | "geschlecht.lower()" | "geschlecht[0]"
condition = subject " == '" entry "'" | subject " in (" values ")" | "not " condition | condition " or " condition | condition " and " condition | "(" condition ")" | "self.is_male" | subject " is None"
expression = "'" entry "'" | Kind "." ENTRY | expression " if " condition " else " expression | "{'m': 'Herr', 'w': 'Frau'}.get(" subject ", '')" | "f'Herr {p.name}'" | "None" | subject | "(" expression ")" | "_(" expression ")"
