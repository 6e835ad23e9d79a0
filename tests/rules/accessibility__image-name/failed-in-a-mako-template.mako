<%inherit file="rahmen.mako"/>
<%namespace name="teile" file="teile.mako"/>
## Zeile mit <img src="weg.png">
<%def name="zeile(hund)">
<tr><td><input type="text" name="chip" value="${hund.chip}"></td></tr>
</%def>
% if hunde:
<table><thead><tr><th>Chip</th></tr></thead><tbody>
% for hund in hunde:
${zeile(hund)}
% endfor
</tbody></table>
% else:
<p><img src="leer.png"></p>
% endif
<%doc><button></button></%doc>
<% anzahl = len(hunde) %>
<%teile:rahmen titel="x"><a href="/neu"><i class="fa fa-plus"></i></a></%teile:rahmen>
<button type="button">${_("Weiter")}</button>
<select name="rasse"><option>a</option></select>
