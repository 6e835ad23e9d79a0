library person;

enum Gender {
  @JsonValue('m')
  male('männlich'),
  female('weiblich');

  final String label;
  const Gender(this.label);
}

class Person extends Model with Named {
  static const salutationMale = 'Herr';
  static const salutationFemale = 'Frau';
  final String name;
  Gender? gender;
  late String anrede;
  List<Gender> choices = [];
  String get sex => gender.toString();
  Person({required this.name, this.gender});
}
