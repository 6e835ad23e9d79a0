export const Tides = () => (
  <section>
    <h2>Tides</h2>
    <div className="day" onClick={() => go("today")}>Today</div>
  </section>
);
