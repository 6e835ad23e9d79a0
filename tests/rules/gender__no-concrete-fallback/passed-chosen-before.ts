type Gender = "m" | "w" | "d" | "x";

export const rows = (people: { name: string; gender: Gender }[]) =>
  people
    .filter((p) => p.gender === "m" || p.gender === "w")
    .map((p) => ({ name: p.name, gender: p.gender === "w" ? "F" : "M" }));
