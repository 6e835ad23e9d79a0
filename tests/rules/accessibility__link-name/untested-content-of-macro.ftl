<#macro verweis ziel><p><a href="/start"><#nested></a></p></#macro>
