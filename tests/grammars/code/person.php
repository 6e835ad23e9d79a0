document = "<?php\nnamespace Stadt;\n" item+
item = "enum " Kind ": string {\n" case+ "}\n" | "class " Thing " extends Model {\n" member+ "}\n" | "function anrede($geschlecht) {\n" statement+ "}\n" | "$optionen = [" entries "];\n" | "return ['" field "' => ['label' => '" label "', 'options' => [" entries "]]];\n"
case = "    case " ENTRY " = '" entry "';\n"
member = "    private string $" field " = '" entry "';\n" | "    const " ENTRY " = '" entry "';\n" | "    public function rules() { return ['" field "' => 'required|in:m,w,d', 'anrede' => ['nullable', Rule::in([" values "])]]; }\n" | "    #[ORM\\Column(length: " number ")]\n    public ?string $" field ";\n" | "    public static array $genders = [" entries "];\n" | "    /** @var string " label " */\n    public $" field ";\n"
entries = "'" entry "' => '" label "'" | "'" entry "' => '" label "', " entries | "'" entry "' => [" entries "], " entries
values = "'" entry "'" | "'" entry "', " values
statement = "    return " expression ";\n" | "    if (" condition ") { " statement " } elseif (" condition ") { " statement " } else { " statement " }\n" | "    switch (" subject ") { case '" entry "': return " expression "; default: return ''; }\n" | "    $anrede = " expression ";\n" | "    $p->setGeschlecht(" expression ");\n" | "    echo \"Herr $name\";\n" | "    if (" condition "): ?>Herr<?php else: ?>Frau<?php endif;\n"
subject = "$geschlecht" | "$p->getGeschlecht()" | "$_POST['geschlecht']" | "strtolower($geschlecht)" | "$geschlecht[0]"
condition = subject " == '" entry "'" | subject " === " Kind "::" ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "in_array(" subject ", [" values "])" | "isset(" subject ")"
expression = "'" entry "'" | Kind "::" ENTRY | condition " ? " expression " : " expression | "match(" subject ") { '" entry "' => " expression ", default => null }" | "['m' => 'Herr'][" subject "] ?? " expression | "'Herr ' . $name" | "null" | "(" expression ")"
