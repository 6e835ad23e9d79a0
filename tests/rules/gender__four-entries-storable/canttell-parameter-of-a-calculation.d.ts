export interface Span {
  least: number;
  most: number;
}

export declare function usualWeights(months: number, sex: 'male' | 'female'): Span[];
export declare const longestStay: (weeks: number, gender: 'm' | 'f') => number;
