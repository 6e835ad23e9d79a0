#ifndef CITIZEN_H
/*
#if 0
*/
enum gender { MALE, FEMALE };
#endif
struct citizen { char name[40]; enum gender gender; };
