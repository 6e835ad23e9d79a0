<%inherit file="rahmen.mako"/>
## Eine Zeile je Hund, ohne <label>.
% for hund in hunde:
  <p>${hund.name} <input type="text" name="chip" value="${hund.chip}"></p>
% endfor
