#ifdef KURZ
enum gender { GENDER_MALE, GENDER_FEMALE };
#else
enum gender { GENDER_FEMALE, GENDER_MALE };
#endif
