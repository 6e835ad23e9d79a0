class Card
{
    string Picture(Guest guest) { return guest.Sex == 2 ? "/img/rose.png" : "/img/oak.png"; }
}
