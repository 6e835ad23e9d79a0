import { For, Show } from 'solid-js';
export function Liste(props) {
  return <Show when={props.da}><For each={props.orte}>{(ort) => <a href={ort.ziel} tabindex="3">{ort.name}</a>}</For></Show>;
}
