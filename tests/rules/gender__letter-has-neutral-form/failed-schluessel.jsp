<c:choose><c:when test="${p.anrede eq '1'}">Sehr geehrter Herr</c:when><c:otherwise>Sehr geehrte Frau</c:otherwise></c:choose> <c:out value="${p.nachname}"/>
