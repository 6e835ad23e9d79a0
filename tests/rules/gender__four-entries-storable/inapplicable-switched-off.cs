#if false
public enum Geschlecht { Maennlich, Weiblich }
#endif
public class Antrag { }
