#define SEX_MALE 'M'
#define SEX_FEMALE 'W'
struct person { char nachname[40]; char sex; };
