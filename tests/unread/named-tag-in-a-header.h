namespace tags {
  static const Tag PATIENT_NAME(0x0010, 0x0010);
  static const Tag PATIENT_SEX(0x0010, 0x0040);
}
