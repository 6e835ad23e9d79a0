export interface Abruf {
  fieldName?: "ort" | "geburtstag" | "gender" | "nachname";
}

export declare const SCHLUESSEL: {
  ATTR_GESCHLECHT: "geschlecht";
  ATTR_ORT: "ort";
};
