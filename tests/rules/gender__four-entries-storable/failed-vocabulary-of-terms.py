from zope.schema.vocabulary import SimpleTerm, SimpleVocabulary

geschlechter = SimpleVocabulary([
    SimpleTerm(value="m", title=_("männlich")),
    SimpleTerm("w", "w", "weiblich"),
])
