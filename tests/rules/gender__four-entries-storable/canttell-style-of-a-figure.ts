export interface OutfitStyle {
  mood: string;
  gender: 'masculine' | 'feminine' | 'androgynous';
}
