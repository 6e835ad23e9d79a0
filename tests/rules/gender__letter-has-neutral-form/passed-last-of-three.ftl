<#if anrede == "neutral">Guten Tag ${vorname}<#elseif anrede == "Herr">Sehr geehrter Herr<#else>Sehr geehrte Frau</#if> ${nachname}
