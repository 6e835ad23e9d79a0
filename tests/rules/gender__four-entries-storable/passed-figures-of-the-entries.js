const GESCHLECHT_DIAGRAMM = [
  { label: 'männlich', value: 41 },
  { label: 'weiblich', value: 47 },
  { label: 'divers', value: 0 },
  { label: 'ohne Angabe', value: 0 },
];
