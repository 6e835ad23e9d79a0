import { type Locator, type Page } from '@playwright/test';
export class ProfilSeite {
  readonly nachname: Locator;
  readonly geschlecht: Locator;
  constructor(page: Page) {
    this.geschlecht = page.getByLabel('Geschlecht');
  }
}
