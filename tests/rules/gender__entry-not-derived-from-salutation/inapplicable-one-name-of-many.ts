export function stelle(zeichen: string): string {
  const stellen: Record<string, string> = {
    mi: "A", mn: "M", mo: "C", mroot: "D", mrow: "E", ms: "F", mspace: "G", msqrt: "H", mtext: "I", mtr: "J",
  };
  return stellen[zeichen];
}
