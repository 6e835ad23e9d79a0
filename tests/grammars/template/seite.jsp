document = "<%@ taglib prefix=\"c\" uri=\"http://java.sun.com/jsp/jstl/core\" %>\n" block+
block = "<p>" label "</p>\n" | "<c:if test=\"${" condition "}\">" block "</c:if>\n" | "<c:choose><c:when test=\"${" condition "}\">" block "</c:when><c:otherwise>" block "</c:otherwise></c:choose>\n" | "<% if (" condition ") { %>" block "<% } else { %>" block "<% } %>\n" | "<form:select path=\"" field "\"><form:option value=\"" entry "\" label=\"" label "\"/></form:select>\n" | "${" expression "}\n" | "<c:set var=\"anrede\" value=\"${" expression "}\"/>\n" | "<select name=\"" field "\">" option+ "</select>\n" | "<%-- " label " --%>\n" | "<c:forEach var=\"g\" items=\"${liste}\"><option value=\"${g}\">${g}</option></c:forEach>\n"
option = "<option value=\"" entry "\" <c:if test=\"${" condition "}\">selected</c:if>>" label "</option>"
subject = "p.geschlecht" | "gender" | "p.getGeschlecht()"
condition = subject " == '" entry "'" | subject " eq '" entry "'" | "not " condition | "(" condition ")" | condition " or " condition | "empty " subject | "p.maennlich"
expression = "'" entry "'" | condition " ? " expression " : " expression | subject | "fn:escapeXml(" expression ")"
