export const biologicalSexValues = ["female", "male", "intersex", "unknown", "preferNotToSay"];
