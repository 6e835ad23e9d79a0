class Person {
  Status setGender(const Value &value);
  const Text &gender() const;
};
