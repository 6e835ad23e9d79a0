<#if a><div><@liste titel="Akten"><li>Antrag</li></@liste></div></#if>
