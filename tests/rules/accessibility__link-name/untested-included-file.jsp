<section><p>Siehe <a href="/x"><%@ include file="name.jspf" %></a></p></section>
