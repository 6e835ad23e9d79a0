export const defaultValues = { kundenname: '', gender: 'unknown' };
