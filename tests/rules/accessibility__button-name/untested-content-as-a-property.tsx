export function Knopf(props) {
  return <p><button type="button" textContent={props.titel}></button> <button type="button" attr:aria-label={props.titel}></button></p>;
}
