export function ContactForm() {
  const [lastName, setLastName] = useState("");
  const [salutation, setSalutation] = useState("");
  return <Fields lastName={lastName} salutation={salutation} onChange={[setLastName, setSalutation]} />;
}
