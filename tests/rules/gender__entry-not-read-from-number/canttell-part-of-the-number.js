export function genderOf(code) {
  return Number(code.slice(6, 10)) < 5e3 ? "f" : "m";
}
