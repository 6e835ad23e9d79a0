namespace Stadt.Melde;

public enum Gender { Male, Female }
