export interface Visitor { firstName: string; gender: Gender; }
