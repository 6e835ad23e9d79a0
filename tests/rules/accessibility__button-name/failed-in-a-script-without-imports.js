import Rahmen from './rahmen';

export default function Kopf(props) {
  return (
    <header>
      <p>{props.titel}</p>
      <button type="button" className="zu"><i className="x" /></button>
    </header>
  );
}
