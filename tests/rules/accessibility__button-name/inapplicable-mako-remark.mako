<%doc><button type="button"><span class="fa fa-x"></span></button></%doc>
## <button type="button"></button>
% if hund.angemeldet:
<p>Der Hund ist angemeldet.</p>
% endif
