export function Knopf(props) {
  return <p>Liste <button type="button" use:hinweis={props.titel}></button></p>;
}
