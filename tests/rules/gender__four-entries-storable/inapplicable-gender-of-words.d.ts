export type Gender = "M" | "F" | "N";
export interface WordInfo {
  gender: Gender;
  plural: string;
}
export declare function pluralOf(info: WordInfo, word: string): string;
