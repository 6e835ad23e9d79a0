import { useState } from 'react';

export function Anmeldung() {
  const [nachname, setNachname] = useState('');
  const [geschlecht, setGeschlecht] = useState('');
  return <Bogen nachname={nachname} geschlecht={geschlecht} onName={setNachname} onGeschlecht={setGeschlecht} />;
}
