export const Kopf = ({ gross }) => <div>{gross ? <h2>Amt</h2> : <h5>Amt</h5>}</div>;
