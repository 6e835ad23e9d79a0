Employee.attributeTypeMap = [
  { name: 'firstName', baseName: 'first_name', type: 'string' },
  { name: 'gender', baseName: 'gender', type: 'GenderEnum' },
];
