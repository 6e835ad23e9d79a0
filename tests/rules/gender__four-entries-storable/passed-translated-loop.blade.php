<form method="post" action="/person">
  <label for="g">{{ __('Gender') }}</label>
  <select id="g" name="gender">
    @foreach (['m' => __('male'), 'f' => __('female'), 'd' => __('diverse'), 'o' => __('no entry')] as $value => $label)
      <option value="{{ $value }}">{{ $label }}</option>
    @endforeach
  </select>
</form>
