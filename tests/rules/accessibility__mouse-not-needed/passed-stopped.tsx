export const Cover = () => (
  <section>
    <div className="box" onClick={(e) => e.stopPropagation()}>Tide tables</div>
    <div onClick={close}><button onClick={close}>Close</button></div>
  </section>
);
