declare class Inventor {
  person(): string;
  person(gender: 'm' | 'f'): string;
}

export default Inventor;
