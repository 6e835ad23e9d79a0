<label for="zone">Zone</label>
<logic:present name="kurz"><input id="zone" type="text"></logic:present>
<logic:notPresent name="kurz"><textarea id="zone"></textarea></logic:notPresent>
