import { LitElement, html } from 'lit';
export class Leiste extends LitElement {
  protected override render() {
    return html`<button .textContent=${this.titel} @click=${this.zu}></button>
      <button @click=${this.zu}>${this.neu ? html`<b>Neu</b>` : 'Alt'}</button>`;
  }
}
