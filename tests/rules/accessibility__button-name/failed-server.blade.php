<div>
  @if ($darf)
    <button name="weg"><i class="papierkorb"></i></button>
  @endif
</div>
