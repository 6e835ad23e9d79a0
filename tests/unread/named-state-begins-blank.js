class Maske extends Fenster {
  constructor() {
    super();
    this.state = { kennung: '', geschlecht: '' };
  }
}
