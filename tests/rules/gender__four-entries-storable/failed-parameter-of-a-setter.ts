export class Patient {
  setSex(sex: 'male' | 'female'): this {
    this.values.set('sex', sex);
    return this;
  }
}
