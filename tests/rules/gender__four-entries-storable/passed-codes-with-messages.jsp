<%@ taglib prefix="spring" uri="http://www.springframework.org/tags" %>
<form action="profil">
<select name="geschlecht">
  <option value="K1"><spring:message code="geschlecht.maennlich"/></option>
  <option value="K2"><spring:message code="geschlecht.weiblich"/></option>
  <option value="K3"><spring:message code="geschlecht.divers"/></option>
  <option value="K4"><spring:message code="geschlecht.ohneAngabe"/></option>
</select></form>
