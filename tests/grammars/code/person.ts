document = item+
item = "export enum " Kind " { " constant more-constants* " }\n" | "export interface " Thing " { " property+ " }\n" | "export type " Kind "Code = " union ";\n" | "export const geschlechter = [" values "];\n" | "const optionen = [" options "] as const;\n" | function | "@Entity()\nexport class " Thing " { @Column({ type: 'enum', enum: " Kind " }) " field ": " Kind "; }\n" | "const schema = z.object({ " field ": z.enum([" values "]) });\n"
constant = ENTRY " = '" entry "'" | ENTRY
more-constants = ", " constant
property = field ": " type "; " | field "?: " type "; " | "/** " label " */ " field ": " type "; "
type = "string" | Kind | "'" entry "' | '" entry "'" | type "[]" | type " | null"
union = "'" entry "'" | "'" entry "' | " union
values = "'" entry "'" | "'" entry "', " values
options = option | option ", " options
option = "{ value: '" entry "', label: '" label "' }" | "{ title: $t('gender.male'), value: " Kind "." ENTRY " }"
function = "export function anrede(geschlecht: " type "): string {\n" statement+ "}\n" | "const anrede = (p: Person) => " expression ";\n"
statement = "  return " expression ";\n" | "  if (" condition ") { " statement " } else { " statement " }\n" | "  switch (" subject ") { " case+ " default: return " expression "; }\n" | "  const anrede = " expression ";\n" | "  p.geschlecht = " expression ";\n" | "  console.log(`Herr ${p.name}`);\n"
case = "case '" entry "': return " expression "; " | "case " Kind "." ENTRY ": "
subject = "geschlecht" | "p.geschlecht" | "p?.gender" | "geschlecht.toLowerCase()" | "geschlecht[0]"
condition = subject " === '" entry "'" | subject " == " Kind "." ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "['m', 'M'].includes(" subject ")" | "p.isMale()"
expression = "'" entry "'" | Kind "." ENTRY | condition " ? " expression " : " expression | "{ m: 'Herr', w: 'Frau' }[" subject "]" | "`Herr ${" expression "}`" | subject " ?? " expression | "(" expression ")" | "null"
