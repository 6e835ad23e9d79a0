export interface Hospitalization {
  specialCourtesy?: "vip" | "staff" | "unknown";
  courtesy?: string;
}
