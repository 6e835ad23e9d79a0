import { LitElement, html, nothing } from 'lit';
export class Leiste extends LitElement {
  protected override render() {
    return html`
      <button @click=${() => this.zu > 1}>Schließen</button>
      ${this.offen ? html`<button type="button" ?disabled=${this.fest}><i class="x"></i></button>` : nothing}`;
  }
}
