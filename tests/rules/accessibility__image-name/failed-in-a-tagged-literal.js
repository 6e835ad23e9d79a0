import { LitElement, html } from 'lit';
class StadtPlan extends LitElement {
  render() {
    return html`<ul>${this.orte.map((ort) => html`<li><img src=${ort.bild}> ${ort.name}</li>`)}</ul>`;
  }
}
