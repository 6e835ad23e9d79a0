<form method="post">
<label for="geschlecht">Geschlecht</label>
<select name="geschlecht" id="geschlecht">
{foreach ['m', 'w'] as $wert}<option value="{$wert}">{$wert}</option>{/foreach}
</select>
</form>
