import { useState } from 'react';

export function Suchfilter() {
  const [filter, setFilter] = useState({ seite: 1, geschlecht: 'w' });
  return <Liste filter={filter} onFilter={setFilter} />;
}
