<form id="profil">
<label for="geschlecht">{{ __('Geschlecht') }}</label>
<select id="geschlecht" name="geschlecht">
  <option value="fa-mars">{{ __('person.maennlich') }}</option>
  <option value="fa-venus">{{ __('person.weiblich') }}</option>
  <option value="fa-transgender">{{ __('person.divers') }}</option>
  <option value="fa-circle">{{ __('person.ohneAngabe') }}</option>
</select></form>
