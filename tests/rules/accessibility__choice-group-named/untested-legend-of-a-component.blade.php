@extends('layout')
@section('content')
<form method="post">
  @csrf
  <fieldset>
    <x-legende :text="$frage" />
    <input type="radio" name="abo" value="1" id="a1"><label for="a1">Ja</label>
    <input type="radio" name="abo" value="0" id="a0"><label for="a0">Nein</label>
  </fieldset>
</form>
@endsection
