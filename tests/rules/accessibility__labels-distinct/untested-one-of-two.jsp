<%@ page contentType="text/html" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<form action="x">
<c:choose>
  <c:when test="${neu}"><label for="vor">Name</label><input id="vor" name="vorname"></c:when>
  <c:otherwise><label for="nach">Name</label><input id="nach" name="nachname"></c:otherwise>
</c:choose>
</form>
