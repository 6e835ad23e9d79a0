import { Component } from '@angular/core';

@Component({ selector: 'app-person', templateUrl: './person.component.html' })
export class PersonComponent {
  genders = [
    { value: 'm', label: 'männlich' },
    { value: 'w', label: 'weiblich' },
    { value: 'd', label: 'divers' },
    { value: 'o', label: 'ohne Angabe' },
  ];
}
