<?php

declare(strict_types=1);

namespace Wallersbrueck\Standesamt\Domain;

final class Verlobte
{
    public function __construct(
        public readonly string $familienname,
        public readonly string $vornamen,
        public readonly \DateTimeImmutable $geburtsdatum,
        public readonly ?Geschlecht $geschlecht,
        public readonly ?string $gewuenschterEhename = null,
    ) {
    }

    public function anschreiben(): string
    {
        return sprintf('Guten Tag %s %s', $this->vornamen, $this->familienname);
    }
}
