export const text = '{geschlecht, select, male {Er hat geschrieben} other {Sie hat geschrieben}}';
