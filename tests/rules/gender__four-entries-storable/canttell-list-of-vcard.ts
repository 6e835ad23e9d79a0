// Reads the address cards (RFC 6350) that offices hand over.
export enum VCardSex {
  M = "M",
  F = "F",
  O = "O",
  N = "N",
  U = "U",
}

export interface AddressCard {
  fullName: string;
  sex?: VCardSex;
}
