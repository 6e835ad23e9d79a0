export const Register = ({ filterMembers }) => (
  <Form onSubmit={filterMembers}>
    <RadioGroup name="gender">
      <Radio label="Male" value="m" />
      <Radio label="Female" value="f" />
    </RadioGroup>
  </Form>
);
