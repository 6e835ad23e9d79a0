export enum Gender {
  Female = 'f',
  Male = 'm',
  NonBinary = 'd',
  NotStated = 'x',
}

@Entity()
export class Angler {
  @Column() firstName: string;
  @Column() lastName: string;
  @Column({ type: 'enum', enum: Gender, default: Gender.Male })
  gender: Gender;
}
