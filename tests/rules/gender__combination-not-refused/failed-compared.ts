export function validate(title: Title, gender: string): void {
  if (title.gender !== gender) {
    throw new Error("Gender does not match the title");
  }
}
