<form:form id="anbieter"><form:label path="anrede">Anrede</form:label>
<form:select path="anrede" required="required"><form:option value="Herr">Herr</form:option><form:option value="Frau">Frau</form:option></form:select></form:form>
