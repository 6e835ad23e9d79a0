<cfquery name="boats">select id, name from boat where id < 9</cfquery>
<!--- <button></button> --->
<ul>
<cfoutput query="boats">
  <cfif ready>
    <li><button type="submit">#name#</button></li>
  <cfelse>
    <li><button type="submit" name="boat" value="#id#"></button></li>
  </cfif>
</cfoutput>
</ul>
