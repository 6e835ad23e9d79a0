import { Row } from "./row";
export const Berths = () => (
  <section>
    <div className="row" onClick={choose}>Berth <Row /></div>
  </section>
);
