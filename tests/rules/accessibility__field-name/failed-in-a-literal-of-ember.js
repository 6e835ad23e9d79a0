import { hbs } from 'ember-cli-htmlbars';
export default setComponentTemplate(hbs`
  <form>
    <label for="ort">Ort</label><input id="ort" type="text">
    <p><input type="text" value={{@plz}} {{on "input" @neu}}></p>
  </form>
`, templateOnly());
