const GENDERS = [
  { value: "male", label: "männlich" },
  { value: "female", label: "weiblich" },
] as const;

enum Gender { Male = "MALE", Female = "FEMALE", Diverse = "DIVERSE" }

export function PersonForm({ person, setPerson, t }: Props) {
  const { register } = useForm<Person>();
  return (
    <form>
      <label htmlFor="geschlecht">Geschlecht</label>
      <select id="geschlecht" value={person.geschlecht} onChange={(e) => setPerson(e.target.value)} required>
        <option value="">Bitte wählen</option>
        <option value="m">männlich</option>
        <option value="w">weiblich</option>
        {showDiverse && <option value="d">divers</option>}
      </select>
      <select {...register("gender")} defaultValue="male">
        {GENDERS.map((gender) => (
          <option key={gender.value} value={gender.value}>{gender.label}</option>
        ))}
      </select>
      <TextField select label="Geschlecht" name="person.sex">
        <MenuItem value={1}>männlich</MenuItem>
        <MenuItem value={2}>weiblich</MenuItem>
      </TextField>
      <FormControl>
        <FormLabel id="g">Geschlecht</FormLabel>
        <RadioGroup name="geschlechtKind" defaultValue="w">
          <FormControlLabel value="m" control={<Radio />} label="männlich" />
          <FormControlLabel value="w" control={<Radio />} label="weiblich" />
        </RadioGroup>
      </FormControl>
      <Form.Item name="gender" label="Geschlecht" rules={[{ required: true }]}>
        <Radio.Group options={GENDERS} />
      </Form.Item>
      <Form.Item name="anrede" label={t("person.anrede")}>
        <Select>
          <Select.Option value="HERR">Herr</Select.Option>
          <Select.Option value="FRAU">Frau</Select.Option>
        </Select>
      </Form.Item>
      <Select options={Object.values(Gender)} value={person.gender} />
      <SelectInput source="gender" choices={[{ id: "M", name: "Male" }, { id: "F", name: "Female" }]} />
      <fieldset>
        <legend>Geschlecht</legend>
        <input type="radio" name="g" value="m" checked={g === "m"} /> männlich
        <label><input type="radio" name="g" value="w" /> weiblich</label>
      </fieldset>
      <Controller name="geschlecht" control={control} render={({ field }) => <Dropdown {...field} options={loaded} />} />
      <p>{person.gender === "m" ? "Herr" : "Frau"} {person.name}</p>
    </form>
  );
}
