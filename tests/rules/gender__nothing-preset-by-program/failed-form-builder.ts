import { FormBuilder, FormControl, FormGroup, Validators } from '@angular/forms';

export class HalterFormular {
  halter = this.builder.group({ nachname: ['', Validators.required], geschlecht: ['weiblich', Validators.required] });
  constructor(private builder: FormBuilder) {}
}
