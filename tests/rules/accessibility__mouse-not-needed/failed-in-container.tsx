export const Days = () => (
  <Panel>
    <h2>Days</h2>
    <div className="day" onClick={() => go("today")}>Today</div>
  </Panel>
);
