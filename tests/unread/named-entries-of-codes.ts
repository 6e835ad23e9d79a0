export function toSex(code: string) {
  switch (code) {
    case '1':
      return 'male';
    case '2':
      return 'female';
  }
}
