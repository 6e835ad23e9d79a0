export type Title = "mr" | "ms" | "mrs" | "miss" | "dr";

export interface Contact {
  title: Title;
  firstName: string;
  lastName: string;
}
