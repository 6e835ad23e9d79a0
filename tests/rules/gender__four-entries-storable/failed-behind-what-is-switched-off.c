#if 0
enum colour { RED, BLUE };
#else
enum gender { MALE, FEMALE };
#endif
struct citizen { char name[40]; enum gender gender; };
