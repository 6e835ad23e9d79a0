<form method="post" action="/person">
  <label for="n">{{ __('Last name') }}</label><input id="n" name="last_name">
  <label for="g">{{ __('Gender') }}</label>
  <select id="g" name="gender">
    @foreach (['m' => __('male'), 'f' => __('female')] as $value => $label)
      <option value="{{ $value }}">{{ $label }}</option>
    @endforeach
  </select>
</form>
