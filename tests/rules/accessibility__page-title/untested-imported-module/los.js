import { rahmen } from "./rahmen.js";
export function los() { rahmen("Boote"); }
