export const genderMap = {
  m: "männlich",
  w: "weiblich",
};
