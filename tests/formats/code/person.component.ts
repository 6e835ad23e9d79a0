@Component({
  selector: "app-person",
  template: `
    <select [(ngModel)]="person.geschlecht">
      <option *ngFor="let g of geschlechter" [value]="g.id">{{ g.name }}</option>
    </select>
  `,
})
export class PersonComponent {
  geschlechter = [
    { id: "m", name: "männlich" },
    { id: "w", name: "weiblich" },
    { id: "d", name: "divers" },
  ];
  person: Person = {};
}
