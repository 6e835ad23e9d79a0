{* Brief *}
{if $person.geschlecht eq 'm'}Sehr geehrter Herr{elseif $person.geschlecht eq 'w'}Sehr geehrte Frau{else}Guten Tag{/if} {$person.nachname|escape},
{assign var="anrede" value="Frau"}{if $g == 1}{assign var="anrede" value="Herr"}{/if}
<select name="geschlecht">{html_options options=$geschlechter selected=$g}</select>
