import { LitElement, html } from 'lit';
export class Leiste extends LitElement {
  protected override render() {
    return html`<button ${hinweis('Schließen')} @click=${this.zu}></button>`;
  }
}
