/** Kennzeichen nach ISO/IEC 5218, wie es die Gegenstelle erwartet. */
export type Geschlechtskennzeichen = "0" | "1" | "2" | "9";
