<%@ page contentType="text/html" %>
<form action="x">
  <label for="vor">Name</label><input id="vor" name="vorname">
  <label for="nach">Name</label><input id="nach" name="nachname">
</form>
