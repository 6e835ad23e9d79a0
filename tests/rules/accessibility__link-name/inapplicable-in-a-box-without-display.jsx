export function Boat({ address, size }) {
  return (
    <section>
      <p style={{ width: size, "display": "none" }}><a href={address} /></p>
      <div style={{visibility: 'hidden'}}><a href={address} /></div>
    </section>
  );
}
