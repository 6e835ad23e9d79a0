<select name="gender">
  @foreach (['m' => 'Male', 'f' => 'Female'] as $key => $label)
    <option value="{{ $key }}">{{ $label }}</option>
  @endforeach
  @foreach ($further as $entry)
    <option value="{{ $entry->code }}">{{ $entry->name }}</option>
  @endforeach
</select>
