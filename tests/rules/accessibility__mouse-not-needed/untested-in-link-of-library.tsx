export const Days = () => (
  <section>
    <h2>Days</h2>
    <NavLink to="/today"><div onClick={() => count("today")}>Today</div></NavLink>
  </section>
);
