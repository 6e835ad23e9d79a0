@extends('layout')
@if($person->geschlecht === 'm') Herr @elseif($person->geschlecht === 'w') Frau @else {{ $person->vorname }} @endif
{{ $person->gender == 'm' ? 'Herr' : 'Frau' }}
<select name="gender" @if($pflicht) required @endif>
@foreach($genders as $g)<option value="{{ $g }}">{{ $g }}</option>@endforeach
</select>
<select name="anrede"><option value="h" @selected($a == 'h')>Herr</option><option value="f">Frau</option></select>
