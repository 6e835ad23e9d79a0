<#-- Bescheid -->
<#assign anrede = "Frau">
<#if person.geschlecht?? && person.geschlecht == "M"><#assign anrede = "Herr"></#if>
Sehr geehrte<#if person.geschlecht?lower_case == 'm'>r Herr<#else> Frau</#if> ${person.nachname!''},
<#switch person.gender><#case "MALE">Herr<#break><#case "FEMALE">Frau<#break><#default></#switch>
${(person.gender == "M")?then("Herr", "Frau")} ${person.geschlecht} ${person.nachname?html}
