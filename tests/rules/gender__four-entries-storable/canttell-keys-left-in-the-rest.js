const ALLE_GESCHLECHTER = { m: "männlich", w: "weiblich", d: "divers", x: "ohne Angabe" };
const { d, x, ...GESCHLECHTER } = ALLE_GESCHLECHTER;
export const auswahl = GESCHLECHTER;
