import { LitElement, html } from 'lit';
class StadtPlan extends LitElement {
  render() {
    return html`<img src="plan.svg" .alt=${this.titel}>`;
  }
}
