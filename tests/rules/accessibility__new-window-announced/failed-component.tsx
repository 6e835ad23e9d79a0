export const Links = ({ url, name, text }: { url: string; name: string; text: string }) => (
  <ul>
    <li><a href={url} target="_blank">Fahrplan der Stadtbahn</a></li>
    <li><a href={url} target="_blank">{text}</a></li>
    <li><a href={url} target="_blank">Fahrplan {name}</a></li>
    <li><a href={url} target={name}>Netzplan der Busse</a></li>
  </ul>
);
