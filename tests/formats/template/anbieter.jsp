<%@ page contentType="text/html;charset=UTF-8" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="form" uri="http://www.springframework.org/tags/form" %>
<%-- Stammdaten --%>
<form:form modelAttribute="person" id="person">
  <form:label path="geschlecht">Geschlecht</form:label>
  <form:select path="geschlecht" required="false">
    <form:option value="" label="Bitte wählen"/>
    <form:option value="m" label="männlich"/>
    <form:option value="w">weiblich</form:option>
  </form:select>
  <form:select path="anrede"><form:options items="${anreden}"/></form:select>
  <form:radiobutton path="kind.geschlecht" value="m" label="Junge"/>
  <form:radiobutton path="kind.geschlecht" value="w" label="Mädchen"/>
  <form:radiobuttons path="partner.geschlecht" items="${liste}"/>
  <select name="geschlecht2" ${disabled}>
    <option value="m" <c:if test="${p.g eq 'm'}">selected</c:if>>männlich</option>
    <option value="w" <%= "w".equals(g) ? "selected" : "" %>><fmt:message key="w"/></option>
  </select>
  <input name="nachname" value="${fn:escapeXml(person.nachname)}" maxlength="40">
</form:form>
<p>Geschlecht:
<c:choose>
  <c:when test="${anbieter.anrede == 'Herr'}">Männlich</c:when>
  <c:otherwise>Weiblich</c:otherwise>
</c:choose></p>
<c:if test="${p.geschlecht == 'M'}">Herr</c:if>
<c:if test="${p.geschlecht == 'W'}">Frau</c:if>
<c:set var="anrede" value="${p.geschlecht == 'M' ? 'Herr' : 'Frau'}"/>
<% if ("m".equals(p.getGeschlecht())) { %>Sehr geehrter Herr<% } else { %>Sehr geehrte Frau<% } %>
<i class="icon ${p.geschlecht == 'M' ? 'male' : 'female'}"></i>
