#ifndef PERSON_H
#define PERSON_H
#include <string>

#define SEX_MALE   'M'
#define SEX_FEMALE 'W' /* weiblich */
#define SEX_MAX    (2)

namespace amt {

typedef enum {
  GESCHLECHT_MAENNLICH = 1, /* männlich */
  GESCHLECHT_WEIBLICH = 2   /* weiblich */
} geschlecht_t;

enum class Anrede : unsigned char { Herr, Frau };

struct person {
  char name[40];
  char geschlecht;          /* Geschlecht laut Register */
  wchar_t gender_kz[2];
  geschlecht_t eintrag, frueher;
  unsigned sex : 2;
};

class AMT_EXPORT Person : public Object {
public:
  Person(const std::string &gender);
  std::string gender() const { return m_gender; }
private:
  std::string m_gender;
  static const int sexCount = 2;
};

}
#endif
