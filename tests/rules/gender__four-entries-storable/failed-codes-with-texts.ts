export const SEX_CHOICES = { m: 'male', f: 'female' };
