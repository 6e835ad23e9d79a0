public final class Geschlecht { public static final Geschlecht M = new Geschlecht("m", "männlich"); public static final Geschlecht W = new Geschlecht("w", "weiblich"); }
