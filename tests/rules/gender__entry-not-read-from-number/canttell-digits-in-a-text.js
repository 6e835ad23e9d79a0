export function sexOf(number) {
  return "1357".indexOf(number.charAt(6)) >= 0 ? "male" : "female";
}
