{if $anrede eq 'Firma'}Sehr geehrte Damen und Herren{elseif $anrede eq 'Herr'}Sehr geehrter Herr {$nachname}{else}Sehr geehrte Frau {$nachname}{/if},
