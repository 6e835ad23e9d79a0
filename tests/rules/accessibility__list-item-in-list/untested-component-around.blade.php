<div>@component('liste')<li>Antrag</li>@endcomponent</div>
