import { html } from 'lit';

const page = document.querySelector('html');

export const action = (text) => html`<button .textContent=${text}></button>`;
