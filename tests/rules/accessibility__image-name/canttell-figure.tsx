export const Bild = ({ url }: { url: string }) => (
  <figure>
    <img src={url} />
    <figcaption>Boote am Steg</figcaption>
  </figure>
);
