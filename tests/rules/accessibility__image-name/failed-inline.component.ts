@Component({
  selector: 'app-logo',
  template: `<div class="kopf"><img src="logo.png"></div>`,
})
export class LogoComponent {}
