type Gender = "m" | "w" | "d" | "x";

export const rows = (people: { name: string; active: boolean; gender: Gender }[]) =>
  people
    .filter((p) => p.active)
    .map((p) => ({ name: p.name, gender: p.gender === "w" ? "F" : "M" }));
