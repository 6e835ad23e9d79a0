import { IconButton } from './IconButton';

export const Kopf = ({ zu, ...rest }: { zu: () => void }) => (
  <div>
    <IconButton onClick={zu}><span className="kreuz" /></IconButton>
    <Hinweis text="Schließen"><button onClick={zu}><i /></button></Hinweis>
    <button {...rest} />
    <button>{zu.name}</button>
    {übersetzt('a', { knopf: <button /> })}
  </div>
);
