interface DeclensionRule {
  gender: "male" | "female" | "androgynous";
  ending: string;
}
