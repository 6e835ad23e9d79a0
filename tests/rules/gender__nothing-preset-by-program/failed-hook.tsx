import { useState } from 'react';

export function Aufnahmebogen() {
  const [nachname, setNachname] = useState('');
  const [geschlecht, setGeschlecht] = useState<string>('männlich');
  return <Bogen nachname={nachname} geschlecht={geschlecht} onName={setNachname} onGeschlecht={setGeschlecht} />;
}
