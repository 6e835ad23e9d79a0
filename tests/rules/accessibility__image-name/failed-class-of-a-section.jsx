export const Plan = () => <div className="section-hidden"><img src="/map.png" /></div>;
