export const departments = ['Men', 'Women'];
