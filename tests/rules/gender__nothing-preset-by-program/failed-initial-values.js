export const kundenformular = {
  initialValues: { kundenname: '', gender: 'female' },
};
