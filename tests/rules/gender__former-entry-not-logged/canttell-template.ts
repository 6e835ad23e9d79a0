export function rename(oldGender: string, gender: string): void {
  console.log(`gender changed from ${oldGender} to ${gender}`);
}
