<label>Geschlecht</label>
<div>
<c:choose>
  <c:when test="${anbieter.anrede == 'Herr'}">Männlich</c:when>
  <c:otherwise>Weiblich</c:otherwise>
</c:choose>
</div>
