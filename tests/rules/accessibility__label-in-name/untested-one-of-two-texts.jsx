export const Kopf = ({ kopiert }) => (
  <div><button type="button" aria-label="Kopieren, kopiert">{kopiert ? 'Kopiert' : 'Kopieren'}</button></div>
);
