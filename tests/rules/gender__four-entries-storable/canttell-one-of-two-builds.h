#ifdef KURZE_LISTE
enum Geschlecht { MAENNLICH, WEIBLICH };
#else
enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE };
#endif
