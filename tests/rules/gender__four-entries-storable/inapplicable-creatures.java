public enum CreatureSex { MALE, FEMALE, GENDERLESS }
