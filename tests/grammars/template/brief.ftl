document = "<#-- Person -->\n" block+
block = label "\n" | "<#if " condition ">" block "<#elseif " condition ">" block "<#else>" block "</#if>\n" | "${" expression "}\n" | "<#switch person.geschlecht><#case \"" entry "\">" block "<#break><#default>" block "</#switch>\n" | "<#assign anrede = " expression ">\n" | "<#list werte as g><option value=\"${g}\">${g.label}</option></#list>\n"
subject = "person.geschlecht" | "gender?lower_case" | "geschlecht!''"
condition = subject " == '" entry "'" | "!(" condition ")" | "(" condition ")" | condition " || " condition | condition " && " condition | "person.geschlecht??" | "person.maennlich"
expression = "'" entry "'" | "(" condition ")?then(" expression ", " expression ")" | subject | "person.name?html" | "{'m': 'Herr'}[" subject "]"
