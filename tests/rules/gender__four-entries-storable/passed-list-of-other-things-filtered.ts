export enum Geschlecht { Maennlich = "m", Weiblich = "w", Divers = "d", OhneAngabe = "x" }
export interface Person { vorname: string; geschlecht: Geschlecht }
const sprachen = SPRACHEN.filter((s) => s !== "d" && s !== "x");
const unbekannte = personen.filter((p) => p.geschlecht === Geschlecht.OhneAngabe);
