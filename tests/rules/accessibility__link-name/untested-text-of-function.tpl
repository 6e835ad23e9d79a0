{if $fuss}<p><a href="/impressum">{l s='Impressum'}</a></p>{/if}
