export class Contact {
  form = this.builder.group({
    lastName: [""],
    salutation: ["neutral"],
  });

  constructor(private builder: FormBuilder) {}
}
