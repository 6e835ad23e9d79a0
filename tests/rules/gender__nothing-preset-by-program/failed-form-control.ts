import { FormControl, FormGroup } from '@angular/forms';

export class Personalbogen {
  bogen = new FormGroup({ familienname: new FormControl(''), gender: new FormControl({ value: 'male', disabled: false }) });
}
