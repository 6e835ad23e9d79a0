<form>
<label for="g">Geschlecht</label><select id="g" name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option><%@ include file="weitere.jspf" %></select>
</form>
