class Envelope
{
    string Head(Member member)
    {
        if (member.Sex == 1) return "Mr";
        return "Mrs";
    }
}
