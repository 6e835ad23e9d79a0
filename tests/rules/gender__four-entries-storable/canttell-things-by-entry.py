from lab import Span

FERRITIN_BY_SEX = {
    "F": Span("ferritin", low=15, high=150),
    "M": Span("ferritin", low=30, high=400),
}
