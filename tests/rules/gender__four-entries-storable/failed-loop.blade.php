<select name="gender" id="gender">
  @foreach (['m' => 'Male', 'f' => 'Female'] as $key => $label)
    <option value="{{ $key }}" @selected(old('gender') === $key)>{{ $label }}</option>
  @endforeach
</select>
