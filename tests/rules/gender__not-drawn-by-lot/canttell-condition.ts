export function zuweisen(mitglied) {
  mitglied.geschlecht = Math.random() < 0.5 ? 'm' : 'w';
}
