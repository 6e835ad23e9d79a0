export function Boat({ address, open }) {
  return (
    <section>
      <div style={{ display: open ? 'block' : 'none' }}><a href={address} /></div>
    </section>
  );
}
