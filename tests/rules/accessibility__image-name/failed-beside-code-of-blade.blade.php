@php
    $zeichen = '<img src="stern.svg">';
    $viele = $anzahl > 3;
@endphp
<main>
    <p>{{ $anzahl }}</p>
    <img src="wappen.svg">
</main>
