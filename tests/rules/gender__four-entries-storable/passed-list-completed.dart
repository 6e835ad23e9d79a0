final genders = ['männlich', 'weiblich']..addAll(['divers', 'keine Angabe']);
