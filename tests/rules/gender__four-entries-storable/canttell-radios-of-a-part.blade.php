<form>@csrf
<fieldset><legend>Geschlecht</legend>
<label><input type="radio" name="geschlecht" value="m"> männlich</label>
<label><input type="radio" name="geschlecht" value="w"> weiblich</label>
@include('weitere')
</fieldset></form>
