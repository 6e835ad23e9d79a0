export const lesson = {
  title: "Rodina",
  words: ["muž", "žena", "dítě", "dům"],
  exercise: ["mand", "kvinde"],
};
