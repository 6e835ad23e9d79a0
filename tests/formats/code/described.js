Employee.attributeTypeMap = [
  { "name": "firstName", "baseName": "first_name", "type": "string" },
  { "name": "gender", "baseName": "gender", "type": "GenderEnum" },
  { name: 'geschlecht', type: 'select', required: true },
  { name: 'sex', label: 'Sex' },
];
